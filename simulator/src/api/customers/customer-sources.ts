// /v1/customers/:id/sources
import { text } from "../../billing/core/params/params.ts";
import { getCustomer } from "../../billing/customers/revise-customer.ts";
import { createSource, sourceCreateParams } from "../../billing/sources/add-source.ts";
import { cardSource, findCardSource, isCardSource } from "../../billing/sources/card-source.ts";
import {
	deleteSource,
	sourceUpdateParams,
	updateSource,
} from "../../billing/sources/edit-source.ts";
import { listRoute, type Route, route } from "../route.ts";

const path = "/v1/customers/:id/sources";

export const customerSources: Route[] = [
	route({
		method: "POST",
		path,
		params: sourceCreateParams,
		run: (draft, params, { id }) => createSource(draft, id, params),
	}),
	route({
		method: "GET",
		path: `${path}/:inner`,
		params: {},
		run: (draft, _params, { id, inner }) => {
			getCustomer(draft, id);
			return cardSource(findCardSource(draft, id, { id: inner }));
		},
	}),
	route({
		method: "POST",
		path: `${path}/:inner`,
		params: sourceUpdateParams,
		run: (draft, params, { id, inner }) => updateSource(draft, id, { ...params, id: inner }),
	}),
	route({
		method: "DELETE",
		path: `${path}/:inner`,
		params: {},
		run: (draft, _params, { id, inner }) => deleteSource(draft, id, inner),
	}),
	listRoute({
		path,
		collection: "payment_method",
		filters: { object: text() },
		check: (draft, _filters, { id }) => {
			getCustomer(draft, id);
		},
		group: (_filters, { id }) => `customer:${id}`,
		keep: (method, { object }) =>
			isCardSource(method) && (object === undefined || object === "card"),
		show: cardSource,
	}),
];
