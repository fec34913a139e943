// /v1/payment_methods
import { getRecord } from "../../billing/core/find.ts";
import { oneOf, required, text } from "../../billing/core/params/params.ts";
import {
	attachParams,
	attachPaymentMethod,
	detachPaymentMethod,
} from "../../billing/payments/methods/attach-payment-method.ts";
import {
	createPaymentMethod,
	paymentMethodCreateParams,
	resolvePaymentMethod,
} from "../../billing/payments/methods/payment-methods.ts";
import {
	paymentMethodUpdateParams,
	updatePaymentMethod,
} from "../../billing/payments/methods/update-payment-method.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

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
			type: oneOf("card", "sepa_debit"),
		},
		check: (draft, { customer }) => {
			getRecord(draft, "customer", { id: customer, param: "customer" });
		},
		group: ({ customer }) => `customer:${customer}`,
		keep: (method, { allow_redisplay, type }) =>
			(allow_redisplay === undefined || method.allow_redisplay === allow_redisplay) &&
			(type === undefined || method.type === type),
	}),
];
