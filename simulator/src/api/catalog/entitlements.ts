// /v1/entitlements and the features of products
import { getRecord } from "../../billing/core/find.ts";
import { boolean, required, text } from "../../billing/core/params/params.ts";
import { missingResource } from "../../billing/core/stripe-error.ts";
import { getCustomer } from "../../billing/customers/revise-customer.ts";
import {
	attachFeature,
	attachParams,
	createFeature,
	detachFeature,
	featureCreateParams,
	featureUpdateParams,
	findAttached,
	showAttached,
	updateFeature,
} from "../../billing/entitlements/features.ts";
import { showEntitlement } from "../../billing/entitlements/settle-entitlements.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const entitlements: Route[] = [
	route({
		method: "POST",
		path: "/v1/entitlements/features",
		params: featureCreateParams,
		run: createFeature,
	}),
	retrieveRoute("/v1/entitlements/features/:id", (draft, id) =>
		getRecord(draft, "entitlements.feature", { id }),
	),
	route({
		method: "POST",
		path: "/v1/entitlements/features/:id",
		params: featureUpdateParams,
		run: (draft, params, { id }) => updateFeature(draft, id, params),
	}),
	listRoute({
		path: "/v1/entitlements/features",
		collection: "entitlements.feature",
		filters: { archived: boolean(), lookup_key: text(80) },
		group: ({ lookup_key }) => (lookup_key === undefined ? undefined : `lookup_key:${lookup_key}`),
		keep: (feature, { archived }) => archived === undefined || feature.active !== archived,
	}),
	retrieveRoute("/v1/entitlements/active_entitlements/:id", (draft, id) => {
		const found = draft.get("activeEntitlement", id);
		if (found === undefined) throw missingResource("active entitlement", id);
		return showEntitlement(found, draft);
	}),
	listRoute({
		path: "/v1/entitlements/active_entitlements",
		collection: "activeEntitlement",
		filters: { customer: required(text()) },
		check: (draft, { customer }) => {
			getCustomer(draft, customer, "customer");
		},
		group: ({ customer }) => `customer:${customer}`,
		show: showEntitlement,
	}),
];

export const productFeatures: Route[] = [
	route({
		method: "POST",
		path: "/v1/products/:id/features",
		params: attachParams,
		run: (draft, params, { id }) => attachFeature(draft, id, params),
	}),
	route({
		method: "GET",
		path: "/v1/products/:id/features/:inner",
		params: {},
		run: (draft, _params, { id, inner }) => showAttached(findAttached(draft, inner, id), draft),
	}),
	route({
		method: "DELETE",
		path: "/v1/products/:id/features/:inner",
		params: {},
		run: (draft, _params, { id, inner }) => detachFeature(draft, inner, id),
	}),
	listRoute({
		path: "/v1/products/:id/features",
		collection: "productFeature",
		filters: {},
		check: (draft, _filters, { id }) => {
			getRecord(draft, "product", { id });
		},
		group: (_filters, { id }) => `product:${id}`,
		show: showAttached,
	}),
];
