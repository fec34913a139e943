// Our own policy: whether a user may use the product, apart from Stripe's status word.
import type { Subscription } from "./subscription.ts";

export type Access = "full" | "grace" | "blocked";

const dayMs = 86_400_000;

/**
 * `full` while trialing or active; `grace` for `graceDays` after the start of a period whose renewal
 * failed (`past_due`); `blocked` otherwise, and for any status we do not know.
 */
export function accessOf(subscription: Subscription | null, graceDays: number, now: Date): Access {
	if (!subscription) return "blocked";
	if (subscription.status === "trialing" || subscription.status === "active") return "full";
	if (subscription.status !== "past_due" || !subscription.currentPeriodStartsAt) return "blocked";
	const graceEnds = subscription.currentPeriodStartsAt.getTime() + graceDays * dayMs;
	return now.getTime() < graceEnds ? "grace" : "blocked";
}
