// A change that waits for the period's end, as a schedule of two phases; and taking it back.

import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionSchedule } from "../core/objects.ts";
import { type Given, given } from "../core/params/given.ts";
import { createSchedule } from "../schedules/create-schedule.ts";
import { scheduleCreateParams, scheduleUpdateParams } from "../schedules/schedule-params.ts";
import { releaseSchedule, updateSchedule } from "../schedules/update-schedule.ts";
import { ownSubscription, visitorOf } from "./own-session.ts";
import { discountsWith, type Redeemed } from "./promotion-typed.ts";

interface Later {
	price: string;
	quantity: number;
	/** What comes to the discounts on that day. */
	discount?: Redeemed | null;
}

/**
 * From the period's end on the subscription has this price and quantity; an earlier such plan is replaced.
 * Emits subscription_schedule.created and .updated, and customer.subscription.updated.
 */
export function scheduleChange(
	draft: Draft,
	subscription: Subscription,
	{ price, quantity, discount = null }: Later,
): SubscriptionSchedule {
	dropSchedule(draft, subscription);
	const from = given(scheduleCreateParams, { from_subscription: subscription.id });
	const { id, phases } = createSchedule(draft, from);
	const [running] = phases;
	const discounts = subscription.discounts.map((discount) => ({ discount }));
	const now: Given = {
		discounts,
		items: (running?.items ?? []).map(({ price, quantity, discounts: own }) => ({
			discounts: own.map(({ discount }) => ({ discount })),
			price,
			quantity,
		})),
		start_date: running?.start_date,
		end_date: running?.end_date,
	};
	const items = [{ price, quantity }];
	const redeemed = discountsWith(draft, subscription, discount);
	const later: Given = { discounts: redeemed, items, proration_behavior: "none" };
	const params = given(scheduleUpdateParams, { end_behavior: "release", phases: [now, later] });
	return updateSchedule(draft, id, params);
}

/** The subscription as it goes on without a plan. Emits subscription_schedule.released when it had one. */
export function dropSchedule(draft: Draft, subscription: Subscription): Subscription {
	if (subscription.schedule === null) return subscription;
	releaseSchedule(draft, subscription.schedule);
	return draft.get("subscription", subscription.id) ?? subscription;
}

/** The same, asked for by the customer in his portal. */
export function portalKeep(draft: Draft, sessionId: string, id: string): void {
	dropSchedule(draft, ownSubscription(draft, visitorOf(draft, sessionId), id));
}

/** What the subscription becomes next, and when; null where nothing is planned. */
export function plannedChange(
	draft: Draft,
	{ schedule, items }: Subscription,
): { price: string; quantity: number; at: number } | null {
	const phases = draft.get("subscription_schedule", schedule ?? "")?.phases ?? [];
	const next = phases.find(({ start_date }) => start_date > draft.now);
	const item = next?.items[0];
	if (next === undefined || item === undefined) return null;
	const { price, quantity = 1 } = item;
	const current = items.data[0];
	if (current?.price.id === price && (current.quantity ?? 1) === quantity) return null;
	return { price, quantity, at: next.start_date };
}
