// Switching to another price or quantity in the portal, at once or at the period's end.

import { costOf } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { PortalConfiguration, Price, Subscription } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import {
	subscriptionUpdateParams,
	updateSubscription,
} from "../subscriptions/change/update-subscription.ts";
import { adjustableQuantity, offeredPrices } from "./offered-prices.ts";
import { ownSubscription, requireFeature, visitorOf } from "./own-session.ts";
import { discountsWith, type Redeemed } from "./promotion-typed.ts";
import { dropSchedule, scheduleChange } from "./schedule-update.ts";

export interface Wanted {
	/** A price id. */
	price: string;
	quantity: number;
}

/** How a change takes effect: `now`, at the `period_end`, or not at all because nothing differs. */
export type Timing = "now" | "period_end" | "unchanged";

type UpdateFeature = PortalConfiguration["features"]["subscription_update"];

export interface UpdateRequest {
	id: string;
	wanted: Wanted;
	/** The instant whose proration the customer was shown; now unless given. Unix seconds. */
	proratedAt?: number | null;
	/** A coupon or promotion code that comes with the change; at once where nothing else changes. */
	discount?: Redeemed | null;
	/** What an unpaid change means. Only a card that works changes anything, unless said otherwise. */
	payment?: "allow_incomplete" | "error_if_incomplete" | "pending_if_incomplete";
}

/**
 * The change as the configuration wants it, at once or scheduled for the period's end. Errors: a price or
 * quantity that it does not offer; and when the card fails, its 402, with nothing changed.
 */
export function portalUpdate(draft: Draft, sessionId: string, request: UpdateRequest): Timing {
	const visitor = visitorOf(draft, sessionId);
	const subscription = ownSubscription(draft, visitor, request.id);
	const feature = visitor.features.subscription_update;
	const { wanted, payment = "error_if_incomplete", discount = null } = request;
	requireFeature(feature.enabled);
	requireOffered(draft, subscription, { wanted, feature });
	const timing = timingOf(draft, subscription, { wanted, feature });
	if (timing === "unchanged" && discount !== null)
		return redeemAlone(draft, subscription, discount);
	if (timing === "unchanged") return timing;
	if (timing === "period_end") {
		scheduleChange(draft, subscription, { ...wanted, discount });
		return timing;
	}
	dropSchedule(draft, subscription);
	const item = subscription.items.data[0];
	const prorates = feature.proration_behavior !== "none" && subscription.status !== "trialing";
	const params = given(subscriptionUpdateParams, {
		...(discount === null ? {} : { discounts: discountsWith(draft, subscription, discount) }),
		items: [{ id: item?.id, price: wanted.price, quantity: wanted.quantity }],
		payment_behavior: payment,
		proration_behavior: feature.proration_behavior,
		proration_date: prorates ? (request.proratedAt ?? undefined) : undefined,
		...(feature.billing_cycle_anchor === "now" ? { billing_cycle_anchor: { type: "now" } } : {}),
		...(endsTrial(subscription, feature) ? { trial_end: "now" } : {}),
	});
	updateSubscription(draft, request.id, params);
	return timing;
}

/** A discount without a change of price applies from the next invoice on. */
function redeemAlone(draft: Draft, subscription: Subscription, discount: Redeemed): Timing {
	const discounts = discountsWith(draft, subscription, discount);
	updateSubscription(draft, subscription.id, given(subscriptionUpdateParams, { discounts }));
	return "now";
}

/** Whether the change would cut a running trial short. */
export function endsTrial(subscription: Subscription, feature: UpdateFeature): boolean {
	return subscription.status === "trialing" && feature.trial_update_behavior === "end_trial";
}

/** A trial has nothing that was paid for, so within it every change takes effect at once. */
function timingOf(
	draft: Draft,
	subscription: Subscription,
	{ wanted, feature }: { wanted: Wanted; feature: UpdateFeature },
): Timing {
	const item = subscription.items.data[0];
	if (item === undefined) return "unchanged";
	const quantity = item.quantity ?? 1;
	if (item.price.id === wanted.price && quantity === wanted.quantity) return "unchanged";
	if (subscription.status === "trialing") return "now";
	const price = getRecord(draft, "price", { id: wanted.price, param: "price" });
	const shortens = monthsOf(price) < monthsOf(item.price);
	const { currency } = subscription;
	const cost = (of: Price, count: number) => costOf(draft, of, { quantity: count, currency });
	const decreases = cost(price, wanted.quantity) < cost(item.price, quantity);
	const waits = feature.schedule_at_period_end.conditions.some(({ type }) =>
		type === "shortening_interval" ? shortens : decreases,
	);
	return waits ? "period_end" : "now";
}

function requireOffered(
	draft: Draft,
	subscription: Subscription,
	{ wanted, feature }: { wanted: Wanted; feature: UpdateFeature },
): void {
	const item = subscription.items.data[0];
	const offered = offeredPrices(draft, subscription, feature).map(({ id }) => id);
	if (wanted.price !== item?.price.id && !offered.includes(wanted.price)) {
		throw invalidRequest("The portal's configuration does not offer this price.");
	}
	if (wanted.quantity === (item?.quantity ?? 1)) return;
	const price = getRecord(draft, "price", { id: wanted.price, param: "price" });
	const limits = adjustableQuantity(price, feature);
	const { quantity } = wanted;
	const most = limits?.maximum ?? Number.MAX_SAFE_INTEGER;
	if (limits !== undefined && quantity >= limits.minimum && quantity <= most) return;
	throw invalidRequest("The portal's configuration does not offer this quantity.");
}

const monthsPer: Readonly<Record<string, number>> = { day: 1 / 30, week: 0.25, month: 1, year: 12 };

function monthsOf({ recurring }: Price): number {
	return (monthsPer[recurring?.interval ?? "month"] ?? 1) * (recurring?.interval_count ?? 1);
}
