// A paused subscription whose resumption has been paid, or needed no payment.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { timerId } from "../../core/time/timers.ts";
import { reviseSubscription, schedulePeriod } from "../start/build-subscription.ts";

/** Active again, with the other values. Emits customer.subscription.updated and .resumed. */
export function activateResumed(
	draft: Draft,
	before: Subscription,
	changed: Subscription,
): Subscription {
	unschedule(draft, "expire_resumption", before.id);
	unschedule(draft, "resume_subscription", before.id);
	const after = reviseSubscription(draft, before, { ...changed, status: "active" });
	draft.emit("customer.subscription.resumed", after);
	schedulePeriod(draft, after);
	return after;
}

/** Whether a resumption of the subscription waits for its payment. */
export function isResuming(draft: Draft, { id, status }: Subscription): boolean {
	return status === "paused" && draft.get("timer", timerId("expire_resumption", id)) !== undefined;
}
