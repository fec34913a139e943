// /v1/subscriptions and /v1/subscription_items
import type { Subscription } from "../billing/core/collections.ts";
import type { Draft } from "../billing/core/draft.ts";
import { getRecord } from "../billing/core/find.ts";
import { inRange, oneOf, range, required, text } from "../billing/core/params.ts";
import { missingResource } from "../billing/core/stripe-error.ts";
import {
	cancelSubscription,
	subscriptionCancelParams,
} from "../billing/subscriptions/cancel-subscription.ts";
import {
	createSubscription,
	subscriptionCreateParams,
} from "../billing/subscriptions/create-subscription.ts";
import { statusWords, terminalStatuses } from "../billing/subscriptions/status.ts";
import {
	subscriptionUpdateParams,
	updateSubscription,
} from "../billing/subscriptions/update-subscription.ts";
import { listRoute, type Route, retrieveRoute, route } from "./route.ts";

export const subscriptions: Route[] = [
	route({
		method: "POST",
		path: "/v1/subscriptions",
		params: subscriptionCreateParams,
		run: createSubscription,
	}),
	retrieveRoute("/v1/subscriptions/:id", (draft, id) => getRecord(draft, "subscription", { id })),
	route({
		method: "POST",
		path: "/v1/subscriptions/:id",
		params: subscriptionUpdateParams,
		run: (draft, params, { id }) => updateSubscription(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/subscriptions/:id",
		params: subscriptionCancelParams,
		run: (draft, params, { id }) => cancelSubscription(draft, id, params),
	}),
	listRoute({
		path: "/v1/subscriptions",
		collection: "subscription",
		filters: {
			collection_method: oneOf("charge_automatically", "send_invoice"),
			created: range(),
			current_period_end: range(),
			current_period_start: range(),
			customer: text(),
			price: text(),
			status: oneOf(...statusWords, "all", "ended"),
		},
		group: ({ customer }) => (customer === undefined ? undefined : `customer:${customer}`),
		keep: (subscription, filters) =>
			hasStatus(subscription, filters.status) &&
			(filters.collection_method === undefined ||
				subscription.collection_method === filters.collection_method) &&
			(filters.price === undefined ||
				subscription.items.data.some((item) => item.price.id === filters.price)) &&
			inRange(subscription.created, filters.created) &&
			subscription.items.data.some(
				(item) =>
					inRange(item.current_period_end, filters.current_period_end) &&
					inRange(item.current_period_start, filters.current_period_start),
			),
	}),
];

/** Without a filter the ended ones stay out, as with Stripe. */
function hasStatus(subscription: Subscription, wanted: string | undefined): boolean {
	if (wanted === "all") return true;
	const ended = terminalStatuses.has(subscription.status);
	if (wanted === "ended") return ended;
	return wanted === undefined ? !ended : subscription.status === wanted;
}

export const subscriptionItems: Route[] = [
	retrieveRoute("/v1/subscription_items/:id", findItem),
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

function findItem(draft: Draft, id: string) {
	const owner = draft.get("subscription", draft.get("subscription_item", id)?.subscription ?? "");
	const item = owner?.items.data.find((one) => one.id === id);
	if (item === undefined) throw missingResource("subscription_item", id);
	return item;
}
