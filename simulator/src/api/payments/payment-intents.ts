// /v1/payment_intents
import { getRecord } from "../../billing/core/find.ts";
import { inRange, range, text } from "../../billing/core/params/params.ts";
import { confirmIntent } from "../../billing/invoices/collect/follow-intent.ts";
import {
	cancelIntent,
	capturePaymentIntent,
	intentCancelParams,
	intentCaptureParams,
} from "../../billing/payments/intents/capture-payment-intent.ts";
import { intentConfirmParams } from "../../billing/payments/intents/confirm-payment.ts";
import {
	createIntent,
	intentCreateParams,
	intentUpdateParams,
	updateIntent,
} from "../../billing/payments/intents/edit-payment-intent.ts";
import { listRoute, type Route, route } from "../route.ts";

export const paymentIntents: Route[] = [
	route({
		method: "POST",
		path: "/v1/payment_intents",
		params: intentCreateParams,
		run: createIntent,
	}),
	route({
		method: "GET",
		path: "/v1/payment_intents/:id",
		params: { client_secret: text() },
		run: (draft, _params, { id }) => getRecord(draft, "payment_intent", { id }),
	}),
	route({
		method: "POST",
		path: "/v1/payment_intents/:id",
		params: intentUpdateParams,
		run: (draft, params, { id }) => updateIntent(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/payment_intents/:id/confirm",
		params: intentConfirmParams,
		run: (draft, params, { id }) => confirmIntent(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/payment_intents/:id/capture",
		params: intentCaptureParams,
		run: (draft, params, { id }) => capturePaymentIntent(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/payment_intents/:id/cancel",
		params: intentCancelParams,
		run: (draft, params, { id }) => cancelIntent(draft, id, params),
	}),
	listRoute({
		path: "/v1/payment_intents",
		collection: "payment_intent",
		filters: { created: range(), customer: text() },
		group: ({ customer }) => (customer === undefined ? undefined : `customer:${customer}`),
		keep: (intent, { created }) => inRange(intent.created, created),
	}),
];
