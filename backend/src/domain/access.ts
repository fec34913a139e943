// Our own policy: whether a user may use the product, apart from Stripe's status word.
import type { BillingState } from "./billing-state.ts";
import type { Catalog } from "./catalog.ts";
import type { Subscription } from "./subscription.ts";

export type Access = "full" | "grace" | "blocked";

const hourMs = 3_600_000;

/**
 * `full` under a grant, or while trialing or active and the lease holds; `grace` for `graceDays` after
 * the start of a period whose renewal failed (`past_due`); `blocked` otherwise, for any status we do
 * not know, and for a price that never stood for a tier.
 */
export function accessOf(
	billing: Pick<BillingState, "deciding" | "grant">,
	policy: Pick<Catalog, "graceDays" | "leaseHours">,
	now: Date,
): Access {
	if (billing.grant) return "full";
	const { deciding } = billing;
	// A price that never stood for a tier of ours bought something else.
	if (!deciding || deciding.tierName === null) return "blocked";
	if (deciding.status === "trialing" || deciding.status === "active")
		return now < leaseEnd(deciding, policy) ? "full" : "blocked";
	if (deciding.status !== "past_due" || !deciding.currentPeriodStartsAt) return "blocked";
	const graceEnds = deciding.currentPeriodStartsAt.getTime() + policy.graceDays * 24 * hourMs;
	return now.getTime() < graceEnds ? "grace" : "blocked";
}

/**
 * How long a live subscription opens the product if nothing more is heard of it: `leaseHours` past the
 * end of its period, or past its own end if that comes first. So access ends without any event.
 */
export function leaseEnd(
	subscription: Pick<Subscription, "currentPeriodEndsAt" | "cancelsAt">,
	policy: Pick<Catalog, "leaseHours">,
): Date {
	const ends = [subscription.currentPeriodEndsAt, subscription.cancelsAt].flatMap((at) => at ?? []);
	const first = Math.min(...ends.map((at) => at.getTime()));
	// Without any end known there is nothing to measure from: the status alone decides.
	return new Date(ends.length === 0 ? 8.64e15 : first + policy.leaseHours * hourMs);
}
