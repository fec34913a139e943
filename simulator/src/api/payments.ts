// /v1/payment_methods, /v1/payment_intents, /v1/setup_intents, /v1/charges
import { getRecord } from "../billing/core/find.ts";
import { inRange, oneOf, range, required, text } from "../billing/core/params.ts";
import {
	attachParams,
	attachPaymentMethod,
	detachPaymentMethod,
} from "../billing/payments/attach-payment-method.ts";
import {
	createPaymentMethod,
	paymentMethodCreateParams,
	paymentMethodUpdateParams,
	resolvePaymentMethod,
	updatePaymentMethod,
} from "../billing/payments/payment-methods.ts";
import { listRoute, type Route, retrieveRoute, route } from "./route.ts";

export const paymentMethods: Route[] = [
	route({
		method: "POST",
		path: "/v1/payment_methods",
		params: paymentMethodCreateParams,
		run: createPaymentMethod,
	}),
	retrieveRoute("/v1/payment_methods/:id", (draft, id) => resolvePaymentMethod(draft, id, "id")),
	route({
		method: "POST",
		path: "/v1/payment_methods/:id",
		params: paymentMethodUpdateParams,
		run: (draft, params, { id }) => updatePaymentMethod(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/payment_methods/:id/attach",
		params: attachParams,
		run: (draft, { customer }, { id }) =>
			attachPaymentMethod(draft, id, { customer, param: "payment_method" }),
	}),
	route({
		method: "POST",
		path: "/v1/payment_methods/:id/detach",
		params: {},
		run: (draft, _params, { id }) => detachPaymentMethod(draft, id),
	}),
	listRoute({
		path: "/v1/payment_methods",
		collection: "payment_method",
		filters: {
			allow_redisplay: oneOf("always", "limited", "unspecified"),
			customer: required(text()),
			type: oneOf("card"),
		},
		check: (draft, { customer }) => {
			getRecord(draft, "customer", { id: customer, param: "customer" });
		},
		group: ({ customer }) => `customer:${customer}`,
		keep: (method, { allow_redisplay }) =>
			allow_redisplay === undefined || method.allow_redisplay === allow_redisplay,
	}),
];

const intentFilters = { created: range(), customer: text() };
const ofCustomer = ({ customer }: { customer: string | undefined }) =>
	customer === undefined ? undefined : `customer:${customer}`;

export const intents: Route[] = [
	retrieveRoute("/v1/payment_intents/:id", (draft, id) =>
		getRecord(draft, "payment_intent", { id }),
	),
	listRoute({
		path: "/v1/payment_intents",
		collection: "payment_intent",
		filters: intentFilters,
		group: ofCustomer,
		keep: (intent, { created }) => inRange(intent.created, created),
	}),
	retrieveRoute("/v1/setup_intents/:id", (draft, id) => getRecord(draft, "setup_intent", { id })),
	listRoute({
		path: "/v1/setup_intents",
		collection: "setup_intent",
		filters: { ...intentFilters, payment_method: text() },
		group: ofCustomer,
		keep: (intent, { created, payment_method }) =>
			inRange(intent.created, created) &&
			(payment_method === undefined || intent.payment_method === payment_method),
	}),
];

export const charges: Route[] = [
	retrieveRoute("/v1/charges/:id", (draft, id) => getRecord(draft, "charge", { id })),
	listRoute({
		path: "/v1/charges",
		collection: "charge",
		filters: { created: range(), customer: text(), payment_intent: text() },
		group: ({ customer, payment_intent }) =>
			payment_intent === undefined ? ofCustomer({ customer }) : `payment_intent:${payment_intent}`,
		keep: (charge, { created, customer }) =>
			inRange(charge.created, created) && (customer === undefined || charge.customer === customer),
	}),
];
