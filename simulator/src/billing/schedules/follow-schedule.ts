// A schedule at work: its phases begin, its end is announced and comes.

import type { Draft } from "../core/draft.ts";
import type { SubscriptionSchedule } from "../core/objects.ts";
import { addMonths } from "../core/time/calendar.ts";
import { cancelNow } from "../subscriptions/end/end-subscription.ts";
import { beginSubscription, enterPhase } from "./enter-phase.ts";
import { endSchedule, isLive, phaseAt, setLeader, setTimers } from "./revise-schedule.ts";

/** The instant has come at which a phase begins or the last one ends. */
export function changePhase(draft: Draft, id: string): void {
	const schedule = draft.get("subscription_schedule", id);
	if (schedule === undefined || !isLive(schedule)) return;
	if (draft.get("customer", schedule.customer) === undefined) {
		endSchedule(draft, schedule, { status: "canceled", canceled_at: draft.now });
	} else if (schedule.status === "not_started") beginSchedule(draft, schedule);
	else if (phaseAt(schedule.phases, draft.now) !== undefined) nextPhase(draft, schedule);
	else if (schedule.end_behavior === "renew") nextPhase(draft, withLastAgain(schedule), schedule);
	else completeSchedule(draft, schedule);
}

/** The last phase once more, as long as before; by the calendar where it lasted whole months. */
function withLastAgain(schedule: SubscriptionSchedule): SubscriptionSchedule {
	const last = schedule.phases.at(-1);
	if (last === undefined) return schedule;
	const { start_date: start, end_date: end } = last;
	const months = Math.round((end - start) / (30.44 * 86_400));
	const whole = months > 0 && addMonths(start, months) === end;
	const again = whole ? addMonths(start, 2 * months) : 2 * end - start;
	return {
		...schedule,
		phases: [...schedule.phases, { ...last, start_date: end, end_date: again, trial_end: null }],
	};
}

/** The first phase begins, and with it the subscription. Emits subscription_schedule.updated. */
function beginSchedule(draft: Draft, before: SubscriptionSchedule): void {
	const begun = startSchedule(draft, before);
	draft.emit("subscription_schedule.updated", begun, before);
}

/** The schedule is active and leads a subscription of its own. */
export function startSchedule(draft: Draft, before: SubscriptionSchedule): SubscriptionSchedule {
	const phase = phaseAt(before.phases, draft.now) ?? before.phases[0];
	if (phase === undefined) return before;
	const subscription = beginSubscription(draft, before, phase);
	const begun = draft.put("subscription_schedule", {
		...before,
		current_phase: { start_date: phase.start_date, end_date: phase.end_date },
		status: "active",
		subscription: subscription.id,
	});
	setTimers(draft, begun);
	return begun;
}

/** `schedule` with its next phase running; `before` is how it stood. */
function nextPhase(draft: Draft, schedule: SubscriptionSchedule, before = schedule): void {
	const phase = phaseAt(schedule.phases, draft.now);
	const subscription = draft.get("subscription", schedule.subscription ?? "");
	if (phase === undefined || subscription === undefined) return;
	const after = draft.put("subscription_schedule", {
		...schedule,
		current_phase: { start_date: phase.start_date, end_date: phase.end_date },
	});
	setTimers(draft, after);
	enterPhase(draft, { schedule: after, subscription, phase });
	draft.emit("subscription_schedule.updated", after, before);
}

/**
 * The last phase is over: the subscription ends with it, or goes on by itself. Emits
 * subscription_schedule.completed after what became of the subscription.
 */
function completeSchedule(draft: Draft, before: SubscriptionSchedule): void {
	const subscription = draft.get("subscription", before.subscription ?? "");
	const completed = endSchedule(draft, before, { status: "completed", completed_at: draft.now });
	if (before.end_behavior === "release") setLeader(draft, subscription, null);
	else if (subscription !== undefined) cancelNow(draft, subscription, {});
	draft.emit("subscription_schedule.completed", completed);
}

/** Seven days before the end. */
export function announceScheduleEnd(draft: Draft, id: string): void {
	const schedule = draft.get("subscription_schedule", id);
	if (schedule?.status === "active") draft.emit("subscription_schedule.expiring", schedule);
}
