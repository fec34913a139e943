// Moving a test clock: asked for now, done a moment later.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Subscription, TestClock } from "../core/objects.ts";
import { required, timestamp, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { periodEndAfter } from "../core/time/calendar.ts";
import { cadenceOf } from "../subscriptions/start/build-subscription.ts";
import { terminalStatuses } from "../subscriptions/status.ts";
import { busyClock } from "./busy-clock.ts";
import { customersOf } from "./join-test-clock.ts";

export const testClockAdvanceParams = { frozen_time: required(timestamp()) };

const intervalsAtOnce = 2;
/** How far a clock without subscriptions may move at once. Documented as two years. */
const idleSeconds = 2 * 366 * 86_400;

/**
 * The clock is `advancing` afterwards; the simulator brings it to `frozen_time` once the request is
 * answered. Emits test_helpers.test_clock.advancing. Errors: backwards, too far, or already advancing.
 */
export function advanceTestClock(
	draft: Draft,
	id: string,
	{ frozen_time: target }: Values<typeof testClockAdvanceParams>,
): TestClock {
	const clock = getRecord(draft, "test_helpers.test_clock", { id });
	if (clock.status === "advancing") throw busyClock(id);
	if (target <= clock.frozen_time) {
		throw invalidRequest(
			`A test clock only moves forward; \`frozen_time\` must be later than ${clock.frozen_time}.`,
			{ param: "frozen_time" },
		);
	}
	const furthest = furthestOf(draft, clock);
	if (target > furthest) {
		throw invalidRequest(
			`Test clocks can be advanced at most two intervals of the shortest subscription at a time, here to ${furthest}.`,
			{ param: "frozen_time" },
		);
	}
	const advancing = draft.put("test_helpers.test_clock", {
		...clock,
		status: "advancing",
		status_details: { advancing: { target_frozen_time: target } },
	});
	draft.emit("test_helpers.test_clock.advancing", advancing);
	return advancing;
}

function furthestOf(draft: Draft, clock: TestClock): number {
	const live = customersOf(draft, clock.id)
		.flatMap(({ id }) => [...draft.list("subscription", { group: `customer:${id}` })])
		.filter(({ status }) => !terminalStatuses.has(status));
	if (live.length === 0) return clock.frozen_time + idleSeconds;
	return Math.min(...live.map((subscription) => intervalsAfter(clock.frozen_time, subscription)));
}

/** Two intervals after `from`, by the calendar: two months are not sixty days. */
function intervalsAfter(from: number, { items }: Subscription): number {
	const ends = items.data.map(({ price }) => {
		let end = from;
		for (let step = 0; step < intervalsAtOnce; step += 1) {
			end = periodEndAfter(end, from, cadenceOf(price));
		}
		return end;
	});
	return Math.min(...ends);
}

/** Where the clock is on its way to; null when it stands. */
export function targetOf(clock: TestClock | undefined): number | null {
	return clock?.status_details.advancing?.target_frozen_time ?? null;
}

/** The clock has arrived. Emits test_helpers.test_clock.ready. */
export function finishAdvance(draft: Draft, id: string): void {
	const clock = draft.get("test_helpers.test_clock", id);
	const target = targetOf(clock);
	if (clock === undefined || target === null) return;
	const ready = draft.put("test_helpers.test_clock", {
		...clock,
		frozen_time: target,
		status: "ready",
		status_details: {},
	});
	draft.emit("test_helpers.test_clock.ready", ready);
}
