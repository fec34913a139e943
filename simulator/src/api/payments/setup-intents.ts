// /v1/setup_intents
import { getRecord } from "../../billing/core/find.ts";
import { inRange, range, text } from "../../billing/core/params/params.ts";
import {
	cancelSetup,
	confirmSetup,
	createSetup,
	setupCancelParams,
	setupConfirmParams,
	setupCreateParams,
	setupUpdateParams,
	updateSetup,
} from "../../billing/payments/setups/edit-setup-intent.ts";
import { listRoute, type Route, route } from "../route.ts";

export const setupIntents: Route[] = [
	route({
		method: "POST",
		path: "/v1/setup_intents",
		params: setupCreateParams,
		run: createSetup,
	}),
	route({
		method: "GET",
		path: "/v1/setup_intents/:id",
		params: { client_secret: text() },
		run: (draft, _params, { id }) => getRecord(draft, "setup_intent", { id }),
	}),
	route({
		method: "POST",
		path: "/v1/setup_intents/:id",
		params: setupUpdateParams,
		run: (draft, params, { id }) => updateSetup(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/setup_intents/:id/confirm",
		params: setupConfirmParams,
		run: (draft, params, { id }) => confirmSetup(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/setup_intents/:id/cancel",
		params: setupCancelParams,
		run: (draft, params, { id }) => cancelSetup(draft, id, params),
	}),
	listRoute({
		path: "/v1/setup_intents",
		collection: "setup_intent",
		filters: { created: range(), customer: text(), payment_method: text() },
		group: ({ customer }) => (customer === undefined ? undefined : `customer:${customer}`),
		keep: (intent, { created, payment_method }) =>
			inRange(intent.created, created) &&
			(payment_method === undefined || intent.payment_method === payment_method),
	}),
];
