// The end of a schedule whose subscription has died.

import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { unschedule } from "../core/time/schedule-timer.ts";

/** Nothing to lead is left. Emits subscription_schedule.aborted, unless the schedule itself ended it. */
export function abortSchedule(draft: Draft, subscription: Subscription): void {
	const before = draft.get("subscription_schedule", subscription.schedule ?? "");
	if (before?.status !== "active") return;
	unschedule(draft, "change_phase", before.id);
	unschedule(draft, "announce_schedule_end", before.id);
	const aborted = draft.put("subscription_schedule", {
		...before,
		canceled_at: draft.now,
		current_phase: null,
		status: "canceled",
	});
	draft.emit("subscription_schedule.aborted", aborted);
}
