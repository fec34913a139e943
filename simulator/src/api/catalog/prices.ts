// /v1/prices
import { priceCreateParams, priceUpdateParams } from "../../billing/catalog/price-params.ts";
import { createPrice, updatePrice } from "../../billing/catalog/prices.ts";
import { createProductFor } from "../../billing/catalog/product-data.ts";
import { getRecord } from "../../billing/core/find.ts";
import {
	boolean,
	hash,
	inRange,
	list,
	oneOf,
	range,
	text,
} from "../../billing/core/params/params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const prices: Route[] = [
	route({
		method: "POST",
		path: "/v1/prices",
		params: priceCreateParams,
		run: (draft, params) =>
			createPrice(draft, { ...params, product: createProductFor(draft, params) }),
	}),
	retrieveRoute("/v1/prices/:id", (draft, id) => getRecord(draft, "price", { id })),
	route({
		method: "POST",
		path: "/v1/prices/:id",
		params: priceUpdateParams,
		run: (draft, params, { id }) => updatePrice(draft, id, params),
	}),
	listRoute({
		path: "/v1/prices",
		collection: "price",
		filters: {
			active: boolean(),
			created: range(),
			currency: text(3),
			lookup_keys: list(text(), 10),
			product: text(),
			recurring: hash({
				interval: oneOf("day", "month", "week", "year"),
				meter: text(),
				usage_type: oneOf("licensed", "metered"),
			}),
			type: oneOf("one_time", "recurring"),
		},
		group: ({ product, lookup_keys }) => {
			if (product !== undefined) return `product:${product}`;
			return lookup_keys?.length === 1 ? `lookup_key:${lookup_keys[0]}` : undefined;
		},
		keep: (price, filters) =>
			(filters.active === undefined || price.active === filters.active) &&
			(filters.currency === undefined || price.currency === filters.currency) &&
			(filters.type === undefined || price.type === filters.type) &&
			(filters.lookup_keys === undefined || filters.lookup_keys.includes(price.lookup_key ?? "")) &&
			(filters.recurring?.interval === undefined ||
				price.recurring?.interval === filters.recurring.interval) &&
			(filters.recurring?.meter === undefined ||
				price.recurring?.meter === filters.recurring.meter) &&
			(filters.recurring?.usage_type === undefined ||
				price.recurring?.usage_type === filters.recurring.usage_type) &&
			inRange(price.created, filters.created),
	}),
];
