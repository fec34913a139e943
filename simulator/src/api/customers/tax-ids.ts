// /v1/tax_ids and /v1/customers/:id/tax_ids
import { hash, oneOf, required, text } from "../../billing/core/params/params.ts";
import { getCustomer } from "../../billing/customers/revise-customer.ts";
import {
	createOwnedTaxId,
	createTaxId,
	deleteTaxId,
	findTaxId,
	taxIdCreateParams,
	taxIdShape,
} from "../../billing/taxes/tax-ids.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const taxIds: Route[] = [
	route({ method: "POST", path: "/v1/tax_ids", params: taxIdCreateParams, run: createOwnedTaxId }),
	retrieveRoute("/v1/tax_ids/:id", findTaxId),
	route({
		method: "DELETE",
		path: "/v1/tax_ids/:id",
		params: {},
		run: (draft, _params, { id }) => deleteTaxId(draft, id),
	}),
	listRoute({
		path: "/v1/tax_ids",
		collection: "tax_id",
		filters: {
			owner: hash({ type: required(oneOf("customer", "self")), customer: text() }),
		},
		group: ({ owner }) =>
			owner?.customer === undefined ? undefined : `customer:${owner.customer}`,
	}),
	route({
		method: "POST",
		path: "/v1/customers/:id/tax_ids",
		params: taxIdShape,
		run: (draft, params, { id }) => createTaxId(draft, id, params),
	}),
	route({
		method: "GET",
		path: "/v1/customers/:id/tax_ids/:inner",
		params: {},
		run: (draft, _params, { id, inner }) => findTaxId(draft, inner, id),
	}),
	route({
		method: "DELETE",
		path: "/v1/customers/:id/tax_ids/:inner",
		params: {},
		run: (draft, _params, { id, inner }) => deleteTaxId(draft, inner, id),
	}),
	listRoute({
		path: "/v1/customers/:id/tax_ids",
		collection: "tax_id",
		filters: {},
		check: (draft, _filters, { id }) => {
			getCustomer(draft, id);
		},
		group: (_filters, { id }) => `customer:${id}`,
	}),
];
