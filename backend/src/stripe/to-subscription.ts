// Stripe's subscription object becomes ours: the one place that knows where its fields lie.
import type Stripe from "stripe";
import type { Subscription, SubscriptionItem } from "../domain/subscription.ts";

/**
 * Reads a subscription of our API version. Source: Stripe, subscription object: the period lies on the
 * items; `cancel_at` and `cancel_at_period_end` are two spellings of one end.
 */
export function toSubscription(from: Stripe.Subscription): Subscription {
	const items = from.items.data.map(toItem);
	const leading = items[0] ?? noItem;
	return {
		...leading,
		id: from.id,
		customerId: idOf(from.customer),
		status: from.status,
		items,
		currency: from.currency,
		startedAt: toDate(from.created),
		trialStartsAt: toInstant(from.trial_start),
		trialEndsAt: toInstant(from.trial_end),
		cancelsAt:
			toInstant(from.cancel_at) ?? (from.cancel_at_period_end ? leading.currentPeriodEndsAt : null),
		canceledAt: toInstant(from.canceled_at),
		endedAt: toInstant(from.ended_at),
	};
}

function toItem(from: Stripe.SubscriptionItem): SubscriptionItem {
	return {
		priceId: from.price.id,
		quantity: exact(from.quantity ?? 1),
		interval: from.price.recurring?.interval ?? null,
		unitAmount: from.price.unit_amount === null ? null : exact(from.price.unit_amount),
		currentPeriodStartsAt: toInstant(from.current_period_start),
		currentPeriodEndsAt: toInstant(from.current_period_end),
	};
}

// Beyond 2^53 JSON has been rounded already: better no subscription than another one.
function exact(value: number): number {
	if (!Number.isSafeInteger(value)) throw new Error("a number of the subscription is not exact");
	return value;
}

const noItem: SubscriptionItem = {
	priceId: null,
	quantity: 1,
	interval: null,
	unitAmount: null,
	currentPeriodStartsAt: null,
	currentPeriodEndsAt: null,
};

export function idOf(reference: string | { id: string }): string {
	return typeof reference === "string" ? reference : reference.id;
}

export function toDate(seconds: number): Date {
	return new Date(seconds * 1000);
}

function toInstant(seconds: number | null | undefined): Date | null {
	return seconds == null ? null : toDate(seconds);
}
