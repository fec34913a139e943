// /v1/subscriptions

import { getRecord } from "../../billing/core/find.ts";
import type { Subscription } from "../../billing/core/objects.ts";
import { inRange, oneOf, range, text } from "../../billing/core/params/params.ts";
import {
	migrateSubscription,
	subscriptionMigrateParams,
} from "../../billing/subscriptions/change/migrate-subscription.ts";
import {
	subscriptionUpdateParams,
	updateSubscription,
} from "../../billing/subscriptions/change/update-subscription.ts";
import {
	cancelSubscription,
	subscriptionCancelParams,
} from "../../billing/subscriptions/end/cancel-subscription.ts";
import {
	pauseSubscription,
	subscriptionPauseParams,
} from "../../billing/subscriptions/pause/pause-subscription.ts";
import {
	resumeSubscription,
	subscriptionResumeParams,
} from "../../billing/subscriptions/pause/resume-subscription.ts";
import {
	createSubscription,
	subscriptionCreateParams,
} from "../../billing/subscriptions/start/create-subscription.ts";
import { statusWords, terminalStatuses } from "../../billing/subscriptions/status.ts";
import { isListed } from "../lists/on-test-clock.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

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
	route({
		method: "POST",
		path: "/v1/subscriptions/:id/pause",
		params: subscriptionPauseParams,
		run: (draft, params, { id }) => pauseSubscription(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/subscriptions/:id/resume",
		params: subscriptionResumeParams,
		run: (draft, params, { id }) => resumeSubscription(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/subscriptions/:id/migrate",
		params: subscriptionMigrateParams,
		run: (draft, params, { id }) => migrateSubscription(draft, id, params),
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
			test_clock: text(),
		},
		group: ({ customer }) => (customer === undefined ? undefined : `customer:${customer}`),
		keep: (subscription, filters) =>
			hasStatus(subscription, filters.status) &&
			isListed(subscription, filters) &&
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
