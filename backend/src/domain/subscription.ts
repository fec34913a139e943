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
 * One Stripe subscription. Instants are UTC, in whole seconds as Stripe has them; `unitAmount` is in
 * minor units of `currency` and null for a price without one amount. `cancelsAt` is the one instant
 * behind `cancel_at` and `cancel_at_period_end`. The period is that of the first item.
 */
export interface Subscription {
	id: string;
	customerId: string;
	status: SubscriptionStatus;
	priceId: string | null;
	quantity: number;
	currency: string;
	interval: string | null;
	unitAmount: number | null;
	startedAt: Date;
	trialStartsAt: Date | null;
	trialEndsAt: Date | null;
	currentPeriodStartsAt: Date | null;
	currentPeriodEndsAt: Date | null;
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

/** Equal in every field we keep; two observations that agree are no contradiction. */
export function sameSubscription(a: Subscription, b: Subscription): boolean {
	return fingerprint(a) === fingerprint(b);
}

function fingerprint(s: Subscription): string {
	const instants = [
		s.startedAt,
		s.trialStartsAt,
		s.trialEndsAt,
		s.currentPeriodStartsAt,
		s.currentPeriodEndsAt,
		s.cancelsAt,
		s.canceledAt,
		s.endedAt,
	].map((at) => at?.getTime() ?? null);
	return JSON.stringify([
		s.id,
		s.customerId,
		s.status,
		s.priceId,
		s.quantity,
		s.currency,
		s.interval,
		s.unitAmount,
		...instants,
	]);
}
