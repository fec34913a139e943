// A subscription as we keep it, and what its status allows.

/** Stripe's eight words, verbatim. */
export const subscriptionStatuses = [
	"trialing",
	"active",
	"past_due",
	"unpaid",
	"paused",
	"incomplete",
	"incomplete_expired",
	"canceled",
] as const;

/** A word Stripe may add later is kept as it is: it never grants access. */
export type SubscriptionStatus = (typeof subscriptionStatuses)[number] | (string & {});

/**
 * What is bought, once per price. `unitAmount` is in minor units of the subscription's currency and
 * null for a price without one amount. The period is the item's own, as Stripe has it since 2025.
 */
export interface SubscriptionItem {
	priceId: string | null;
	quantity: number;
	interval: string | null;
	unitAmount: number | null;
	currentPeriodStartsAt: Date | null;
	currentPeriodEndsAt: Date | null;
}

/**
 * One Stripe subscription. Instants are UTC, in whole seconds as Stripe has them. `cancelsAt` is the one
 * instant behind `cancel_at` and `cancel_at_period_end`. What it has of an item itself is that of the
 * leading item: the first, until the tiers are known (`withTier`).
 */
export interface Subscription extends SubscriptionItem {
	id: string;
	customerId: string;
	status: SubscriptionStatus;
	items: readonly SubscriptionItem[];
	currency: string;
	startedAt: Date;
	trialStartsAt: Date | null;
	trialEndsAt: Date | null;
	cancelsAt: Date | null;
	canceledAt: Date | null;
	endedAt: Date | null;
}

/** A subscription with the tier its price stands for; null when no price of ours is known for it. */
export interface TieredSubscription extends Subscription {
	tierName: string | null;
}

/** Never left again. Source: Stripe, subscription statuses. */
export function isTerminal(status: SubscriptionStatus): boolean {
	return status === "canceled" || status === "incomplete_expired";
}

/** Live or pending: a second subscription beside it could bill twice, so Checkout is refused. */
export function blocksCheckout(status: SubscriptionStatus): boolean {
	return !isTerminal(status);
}

/** Equal in every field that Stripe says; two observations that agree are no contradiction. */
export function sameSubscription(a: Subscription, b: Subscription): boolean {
	return fingerprint(a) === fingerprint(b);
}

function fingerprint(s: Subscription): string {
	const { startedAt, trialStartsAt, trialEndsAt, cancelsAt, canceledAt, endedAt } = s;
	const instants = [startedAt, trialStartsAt, trialEndsAt, cancelsAt, canceledAt, endedAt];
	const items = s.items.map((item) => [
		item.priceId,
		item.quantity,
		item.interval,
		item.unitAmount,
		item.currentPeriodStartsAt?.getTime() ?? null,
		item.currentPeriodEndsAt?.getTime() ?? null,
	]);
	const times = instants.map((at) => at?.getTime() ?? null);
	return JSON.stringify([s.id, s.customerId, s.status, s.currency, times, items]);
}
