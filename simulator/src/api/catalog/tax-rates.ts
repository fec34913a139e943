// /v1/tax_rates
import { getRecord } from "../../billing/core/find.ts";
import { boolean, inRange, range } from "../../billing/core/params/params.ts";
import {
	createTaxRate,
	taxRateCreateParams,
	taxRateUpdateParams,
	updateTaxRate,
} from "../../billing/taxes/tax-rates.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const taxRates: Route[] = [
	route({ method: "POST", path: "/v1/tax_rates", params: taxRateCreateParams, run: createTaxRate }),
	retrieveRoute("/v1/tax_rates/:id", (draft, id) => getRecord(draft, "tax_rate", { id })),
	route({
		method: "POST",
		path: "/v1/tax_rates/:id",
		params: taxRateUpdateParams,
		run: (draft, params, { id }) => updateTaxRate(draft, id, params),
	}),
	listRoute({
		path: "/v1/tax_rates",
		collection: "tax_rate",
		filters: { active: boolean(), created: range(), inclusive: boolean() },
		keep: (rate, { active, created, inclusive }) =>
			(active === undefined || rate.active === active) &&
			(inclusive === undefined || rate.inclusive === inclusive) &&
			inRange(rate.created, created),
	}),
];
