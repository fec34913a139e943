// /v1/plans

import { planOf } from "../../billing/catalog/plan-of.ts";
import {
	createPlan,
	deletePlan,
	getPlan,
	planCreateParams,
	planUpdateParams,
	updatePlan,
} from "../../billing/catalog/plans.ts";
import { boolean, inRange, range, text } from "../../billing/core/params/params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const plans: Route[] = [
	route({ method: "POST", path: "/v1/plans", params: planCreateParams, run: createPlan }),
	retrieveRoute("/v1/plans/:id", getPlan),
	route({
		method: "POST",
		path: "/v1/plans/:id",
		params: planUpdateParams,
		run: (draft, params, { id }) => updatePlan(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/plans/:id",
		params: {},
		run: (draft, _params, { id }) => deletePlan(draft, id),
	}),
	listRoute({
		path: "/v1/plans",
		collection: "price",
		filters: { active: boolean(), created: range(), product: text() },
		group: ({ product }) => (product === undefined ? undefined : `product:${product}`),
		keep: (price, { active, created }) =>
			price.recurring !== null &&
			(active === undefined || price.active === active) &&
			inRange(price.created, created),
		show: planOf,
	}),
];
