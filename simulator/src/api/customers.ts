// /v1/customers

import { inRange, oneOf, range, text } from "../billing/core/params.ts";
import {
	createCustomer,
	customerCreateParams,
	customerUpdateParams,
	deleteCustomer,
	retrieveCustomer,
	updateCustomer,
} from "../billing/customers/customers.ts";
import { getCustomer } from "../billing/customers/revise-customer.ts";
import { listRoute, type Route, retrieveRoute, route } from "./route.ts";

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
		filters: { email: text(512), created: range() },
		group: ({ email }) => (email === undefined ? undefined : `email:${email}`),
		keep: (customer, { created }) => inRange(customer.created, created),
	}),
	listRoute({
		path: "/v1/customers/:id/payment_methods",
		collection: "payment_method",
		filters: { type: oneOf("card"), allow_redisplay: oneOf("always", "limited", "unspecified") },
		check: (draft, _filters, { id }) => {
			getCustomer(draft, id, "id");
		},
		group: (_filters, { id }) => `customer:${id}`,
		keep: (method, { allow_redisplay }) =>
			allow_redisplay === undefined || method.allow_redisplay === allow_redisplay,
	}),
];
