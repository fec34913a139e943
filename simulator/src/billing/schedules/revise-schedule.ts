// Changing a schedule from within a verb, and where it stands.

import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionSchedule } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule as setTimer, unschedule } from "../core/time/schedule-timer.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";
import type { Phase } from "./build-phases.ts";

/** The notice before a schedule's end. Documented as seven days. */
const noticeSeconds = 7 * 86_400;

/** A schedule in one of these still does something. */
export function isLive({ status }: SubscriptionSchedule): boolean {
	return status === "active" || status === "not_started";
}

/** Error: the schedule is over. */
export function refuseEnded(found: SubscriptionSchedule, verb: string): void {
	if (isLive(found)) return;
	throw invalidRequest(
		`You cannot ${verb} a subscription schedule that is currently in the \`${found.status}\` status.`,
	);
}

/** The phase that holds this instant. */
export function phaseAt(phases: readonly Phase[], at: number): Phase | undefined {
	return phases.find((phase) => phase.start_date <= at && at < phase.end_date);
}

/** Lets the next phase begin, or the end come, and its notice before it. */
export function setTimers(
	draft: Draft,
	{ id, status, phases, current_phase }: SubscriptionSchedule,
): void {
	const first = phases[0]?.start_date ?? draft.now;
	const next = status === "not_started" ? first : (current_phase?.end_date ?? draft.now);
	setTimer(draft, "change_phase", id, next);
	const noticeAt = (phases.at(-1)?.end_date ?? draft.now) - noticeSeconds;
	if (noticeAt > draft.now) setTimer(draft, "announce_schedule_end", id, noticeAt);
	else unschedule(draft, "announce_schedule_end", id);
}

function stopTimers(draft: Draft, id: string): void {
	unschedule(draft, "change_phase", id);
	unschedule(draft, "announce_schedule_end", id);
}

/** The schedule has done its work, or is taken off: nothing more happens by it. The caller announces it. */
export function endSchedule(
	draft: Draft,
	before: SubscriptionSchedule,
	values: Partial<SubscriptionSchedule>,
): SubscriptionSchedule {
	stopTimers(draft, before.id);
	return draft.put("subscription_schedule", { ...before, current_phase: null, ...values });
}

/** The subscription says which schedule leads it. Emits customer.subscription.updated when that changes. */
export function setLeader(
	draft: Draft,
	subscription: Subscription | undefined,
	schedule: string | null,
): void {
	if (subscription !== undefined) reviseSubscription(draft, subscription, { schedule });
}
