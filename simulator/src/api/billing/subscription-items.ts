// /v1/subscription_items
import { getRecord } from "../../billing/core/find.ts";
import { required, text } from "../../billing/core/params/params.ts";
import {
	createItem,
	deleteItem,
	findItem,
	itemCreateParams,
	itemDeleteParams,
	itemUpdateParams,
	updateItem,
} from "../../billing/subscriptions/subscription-items.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const subscriptionItems: Route[] = [
	route({
		method: "POST",
		path: "/v1/subscription_items",
		params: itemCreateParams,
		run: createItem,
	}),
	retrieveRoute("/v1/subscription_items/:id", findItem),
	route({
		method: "POST",
		path: "/v1/subscription_items/:id",
		params: itemUpdateParams,
		run: (draft, params, { id }) => updateItem(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/subscription_items/:id",
		params: itemDeleteParams,
		run: (draft, params, { id }) => deleteItem(draft, id, params),
	}),
	listRoute({
		path: "/v1/subscription_items",
		collection: "subscription_item",
		filters: { subscription: required(text()) },
		check: (draft, { subscription }) => {
			getRecord(draft, "subscription", { id: subscription, param: "subscription" });
		},
		group: ({ subscription }) => `subscription:${subscription}`,
		show: ({ id }, draft) => findItem(draft, id),
	}),
];
