// /v1/customers

import { getRecord } from "../../billing/core/find.ts";
import { inRange, oneOf, range, text } from "../../billing/core/params/params.ts";
import { missingResource } from "../../billing/core/stripe-error.ts";
import {
	createCustomer,
	customerCreateParams,
	customerUpdateParams,
	retrieveCustomer,
	updateCustomer,
} from "../../billing/customers/customers.ts";
import { deleteCustomer } from "../../billing/customers/delete-customer.ts";
import { getCustomer } from "../../billing/customers/revise-customer.ts";
import { isListed } from "../lists/on-test-clock.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const customers: Route[] = [
	route({
		method: "POST",
		path: "/v1/customers",
		params: customerCreateParams,
		run: createCustomer,
	}),
	retrieveRoute("/v1/customers/:id", retrieveCustomer),
	route({
		method: "POST",
		path: "/v1/customers/:id",
		params: customerUpdateParams,
		run: (draft, params, { id }) => updateCustomer(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/customers/:id",
		params: {},
		run: (draft, _params, { id }) => deleteCustomer(draft, id),
	}),
	listRoute({
		path: "/v1/customers",
		collection: "customer",
		filters: { email: text(512), created: range(), test_clock: text() },
		group: ({ email }) => (email === undefined ? undefined : `email:${email}`),
		keep: (customer, { created, test_clock }) =>
			inRange(customer.created, created) && isListed(customer, { test_clock }),
	}),
	listRoute({
		path: "/v1/customers/:id/payment_methods",
		collection: "payment_method",
		filters: {
			type: oneOf("card", "sepa_debit"),
			allow_redisplay: oneOf("always", "limited", "unspecified"),
		},
		check: (draft, _filters, { id }) => {
			getCustomer(draft, id, "id");
		},
		group: (_filters, { id }) => `customer:${id}`,
		keep: (method, { allow_redisplay, type }) =>
			(allow_redisplay === undefined || method.allow_redisplay === allow_redisplay) &&
			(type === undefined || method.type === type),
	}),
	route({
		method: "GET",
		path: "/v1/customers/:id/payment_methods/:inner",
		params: {},
		run: (draft, _params, { id, inner }) => {
			getCustomer(draft, id);
			const method = getRecord(draft, "payment_method", { id: inner });
			if (method.customer === id) return method;
			throw missingResource("PaymentMethod", inner);
		},
	}),
];
