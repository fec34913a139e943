// The end of a subscription, set for an instant to come.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule } from "../../core/time/schedule-timer.ts";

export type Ending = Pick<
	Subscription,
	"cancel_at" | "cancel_at_period_end" | "canceled_at" | "cancellation_details"
>;

export const noDetails = { comment: null, feedback: null, feedback_option: null, reason: null };

/** Sets the end at an instant. The request's time stays when it is repeated. */
export function scheduleEnd(
	draft: Draft,
	before: Subscription,
	{
		at,
		atPeriodEnd,
		details,
	}: { at: number; atPeriodEnd: boolean; details: Subscription["cancellation_details"] },
): Ending {
	if (at <= draft.now) {
		throw invalidRequest("The `cancel_at` timestamp must be in the future.", {
			param: "cancel_at",
		});
	}
	schedule(draft, "cancel_subscription", before.id, at);
	return {
		cancel_at: at,
		cancel_at_period_end: atPeriodEnd,
		canceled_at: before.canceled_at ?? draft.now,
		cancellation_details: { ...(details ?? noDetails), reason: "cancellation_requested" },
	};
}
