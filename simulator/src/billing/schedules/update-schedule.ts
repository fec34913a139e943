// Other phases for a schedule, and the two ways to end it by hand.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { SubscriptionSchedule } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import type { Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { cancelSubscription } from "../subscriptions/end/cancel-subscription.ts";
import { terminalStatuses } from "../subscriptions/status.ts";
import { buildPhases, type Phase } from "./build-phases.ts";
import { settingsAfter } from "./create-schedule.ts";
import { enterPhase } from "./enter-phase.ts";
import { endSchedule, phaseAt, refuseEnded, setLeader, setTimers } from "./revise-schedule.ts";
import type { ScheduleUpdate, scheduleCancelParams } from "./schedule-params.ts";

/**
 * What was sent takes the place of what stood. Phases are given anew as a whole; when the one that runs is
 * another now, the subscription changes at once. Emits subscription_schedule.updated.
 */
export function updateSchedule(
	draft: Draft,
	id: string,
	params: ScheduleUpdate,
): SubscriptionSchedule {
	const before = getRecord(draft, "subscription_schedule", { id });
	refuseEnded(before, "update");
	const phases = phasesAfter(draft, before, params);
	const current = before.status === "active" ? phaseAt(phases, draft.now) : undefined;
	if (before.status === "active" && current === undefined) {
		throw invalidRequest("One of the phases must contain the current time.", { param: "phases" });
	}
	const after = draft.put("subscription_schedule", {
		...before,
		current_phase:
			current === undefined
				? before.current_phase
				: { start_date: current.start_date, end_date: current.end_date },
		default_settings: settingsAfter(before.default_settings, params.default_settings),
		end_behavior: params.end_behavior ?? before.end_behavior,
		metadata: mergeMetadata(before.metadata, params.metadata),
		phases,
	});
	setTimers(draft, after);
	if (current !== undefined) reenter(draft, { before, after, current, params });
	if (JSON.stringify(before) !== JSON.stringify(after)) {
		draft.emit("subscription_schedule.updated", after, before);
	}
	return after;
}

function phasesAfter(draft: Draft, before: SubscriptionSchedule, params: ScheduleUpdate): Phase[] {
	const [first] = params.phases ?? [];
	if (params.phases === undefined || first === undefined) return before.phases;
	if (first.start_date === undefined) {
		throw invalidRequest("The first phase must have a `start_date`.", {
			code: "parameter_missing",
			param: "phases[0][start_date]",
		});
	}
	const start = first.start_date === "now" ? draft.now : first.start_date;
	const known = before.phases.flatMap(({ items }) => items.map(({ price }) => price));
	return buildPhases(draft, params.phases, { start, known });
}

/** The running phase was given another content: the subscription follows it now. */
function reenter(
	draft: Draft,
	{
		before,
		after,
		current,
		params,
	}: {
		before: SubscriptionSchedule;
		after: SubscriptionSchedule;
		current: Phase;
		params: ScheduleUpdate;
	},
): void {
	const subscription = draft.get("subscription", after.subscription ?? "");
	const was = phaseAt(before.phases, draft.now);
	if (subscription === undefined || was === undefined || sameContent(was, current)) return;
	const proration_behavior = params.proration_behavior ?? current.proration_behavior;
	enterPhase(draft, { schedule: after, subscription, phase: { ...current, proration_behavior } });
}

function sameContent(left: Phase, right: Phase): boolean {
	const contentOf = ({ items, discounts, trial_end }: Phase) => ({
		items: items.map(({ price, quantity }) => ({ price, quantity })),
		discounts,
		trial_end,
	});
	return JSON.stringify(contentOf(left)) === JSON.stringify(contentOf(right));
}

/** The subscription goes on without the schedule. Emits subscription_schedule.released. */
export function releaseSchedule(draft: Draft, id: string): SubscriptionSchedule {
	const before = getRecord(draft, "subscription_schedule", { id });
	refuseEnded(before, "release");
	const released = endSchedule(draft, before, {
		released_at: draft.now,
		released_subscription: before.subscription,
		status: "released",
		subscription: null,
	});
	setLeader(draft, draft.get("subscription", before.subscription ?? ""), null);
	draft.emit("subscription_schedule.released", released);
	return released;
}

/** The schedule ends, and its subscription with it, at once. Emits subscription_schedule.canceled. */
export function cancelSchedule(
	draft: Draft,
	id: string,
	{ invoice_now, prorate }: Values<typeof scheduleCancelParams>,
): SubscriptionSchedule {
	const before = getRecord(draft, "subscription_schedule", { id });
	refuseEnded(before, "cancel");
	const canceled = endSchedule(draft, before, { canceled_at: draft.now, status: "canceled" });
	const subscription = draft.get("subscription", before.subscription ?? "");
	if (subscription !== undefined && !terminalStatuses.has(subscription.status)) {
		cancelSubscription(draft, subscription.id, {
			cancellation_details: undefined,
			invoice_now,
			prorate,
		});
	}
	draft.emit("subscription_schedule.canceled", canceled);
	return canceled;
}
