// Stripe's subscription object becomes ours: the one place that knows where its fields lie.
import type Stripe from "stripe";
import type { Subscription } from "../domain/subscription.ts";

/**
 * Reads a subscription of our API version. Source: Stripe, subscription object: the period lies on the
 * items; `cancel_at` and `cancel_at_period_end` are two spellings of one end.
 */
export function toSubscription(from: Stripe.Subscription): Subscription {
	const item = from.items.data[0];
	const periodEndsAt = toInstant(item?.current_period_end);
	return {
		id: from.id,
		customerId: idOf(from.customer),
		status: from.status,
		priceId: item?.price.id ?? null,
		quantity: item?.quantity ?? 1,
		currency: from.currency,
		interval: item?.price.recurring?.interval ?? null,
		unitAmount: item?.price.unit_amount ?? null,
		startedAt: toDate(from.created),
		trialStartsAt: toInstant(from.trial_start),
		trialEndsAt: toInstant(from.trial_end),
		currentPeriodStartsAt: toInstant(item?.current_period_start),
		currentPeriodEndsAt: periodEndsAt,
		cancelsAt: toInstant(from.cancel_at) ?? (from.cancel_at_period_end ? periodEndsAt : null),
		canceledAt: toInstant(from.canceled_at),
		endedAt: toInstant(from.ended_at),
	};
}

export function idOf(reference: string | { id: string }): string {
	return typeof reference === "string" ? reference : reference.id;
}

export function toDate(seconds: number): Date {
	return new Date(seconds * 1000);
}

function toInstant(seconds: number | null | undefined): Date | null {
	return seconds == null ? null : toDate(seconds);
}
