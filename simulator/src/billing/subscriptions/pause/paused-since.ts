// When and why a subscription stands still.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";

type Reason = "pause_requested" | "trial_end_without_payment_method";

/** The field that says since when a subscription is paused, and why. */
export function pausedSince(
	draft: Draft,
	reason: Reason,
): Required<Pick<Subscription, "status_details">> {
	return {
		status_details: {
			paused: {
				subscription: { type: reason },
				transitioned_at: draft.now,
				type: "subscription",
			},
		},
	};
}
