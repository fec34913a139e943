// Test clocks: a time of their own for the customers bound to them.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { TestClock } from "../core/objects.ts";
import { required, text, timestamp, type Values } from "../core/params/params.ts";
import { schedule, unschedule } from "../core/time/schedule-timer.ts";
import { deleteCustomer } from "../customers/delete-customer.ts";
import { customersOf } from "./join-test-clock.ts";

export const testClockCreateParams = { frozen_time: required(timestamp()), name: text(300) };

const lifeSeconds = 30 * 86_400;

/** A clock that stands at `frozen_time` until it is advanced. Emits test_helpers.test_clock.created. */
export function createTestClock(
	draft: Draft,
	params: Values<typeof testClockCreateParams>,
): TestClock {
	const clock = draft.put("test_helpers.test_clock", {
		id: draft.newId("clock"),
		object: "test_helpers.test_clock",
		created: draft.now,
		deletes_after: draft.now + lifeSeconds,
		frozen_time: params.frozen_time,
		livemode: false,
		name: params.name ?? null,
		status: "ready",
		status_details: {},
	});
	schedule(draft, "delete_test_clock", clock.id, clock.deletes_after);
	draft.emit("test_helpers.test_clock.created", clock);
	return clock;
}

/**
 * The clock is gone, and with it its customers, whose subscriptions are cancelled. Emits what those emit,
 * then test_helpers.test_clock.deleted.
 */
export function deleteTestClock(draft: Draft, id: string): DeletedStub {
	const clock = getRecord(draft, "test_helpers.test_clock", { id });
	for (const customer of customersOf(draft, id)) deleteCustomer(draft, customer.id);
	for (const timer of [...draft.list("timer", { group: `clock:${id}` })]) {
		draft.remove("timer", timer.id);
	}
	unschedule(draft, "delete_test_clock", id);
	draft.remove("test_helpers.test_clock", id);
	draft.emit("test_helpers.test_clock.deleted", clock);
	return { id, object: "test_helpers.test_clock", deleted: true };
}

/** Thirty days after its creation, on the simulator's own clock. */
export function deleteForgottenClock(draft: Draft, id: string): void {
	if (draft.get("test_helpers.test_clock", id) !== undefined) deleteTestClock(draft, id);
}
