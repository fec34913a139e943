// Which customers live on a test clock.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Customer } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { terminalStatuses } from "../subscriptions/status.ts";

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

/**
 * Lets a customer on a test clock have one more subscription. Error code: customer_max_subscriptions, once
 * he has all that a test clock allows; the ended ones do not count, which is unverified.
 */
export function refuseFurtherSubscription(draft: Draft, { id, test_clock }: Customer): void {
	if (!test_clock) return;
	const { testClockSubscriptions: most } = draft.settings;
	const all = [...draft.list("subscription", { group: `customer:${id}` })];
	if (all.filter(({ status }) => !terminalStatuses.has(status)).length < most) return;
	throw invalidRequest(
		`The maximum number of subscriptions for a customer on a test clock has been reached: ${most}.`,
		{ code: "customer_max_subscriptions", param: "customer" },
	);
}

export function customersOf(draft: Draft, clock: string): Customer[] {
	return [...draft.list("customer", { group: `test_clock:${clock}` })];
}
