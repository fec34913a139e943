// Which customers live on a test clock.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Customer } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";

/** The clock a new customer is to live on. Errors: no such clock, or it has all the customers it may have. */
export function joinTestClock(draft: Draft, id: string): string {
	const clock = getRecord(draft, "test_helpers.test_clock", { id, param: "test_clock" });
	const { testClockCustomers } = draft.settings;
	if (customersOf(draft, id).length < testClockCustomers) return clock.id;
	throw invalidRequest(
		`You cannot add more than ${testClockCustomers} customers to a test clock. Create another test clock.`,
		{ param: "test_clock" },
	);
}

export function customersOf(draft: Draft, clock: string): Customer[] {
	return [...draft.list("customer", { group: `test_clock:${clock}` })];
}
