// Nothing of a test clock changes while it is on its way.

import type { Draft } from "../core/draft.ts";
import type { State } from "../core/state.ts";
import { StripeError } from "../core/stripe-error.ts";

/** Words and status are as reported of the real Stripe; the code is unverified. The SDK does not retry it. */
export function busyClock(id: string): StripeError {
	return new StripeError(429, {
		type: "invalid_request_error",
		code: "lock_timeout",
		message: `Test clock advancement underway - cannot perform modifications: ${id}`,
	});
}

/** Error: what was just done changes something of a clock that was advancing in `before`. */
export function refuseOnBusyClock(draft: Draft, before: State): void {
	if (draft.clock === null || draft.changes().length === 0) return;
	const clock = before.get("test_helpers.test_clock", draft.clock);
	if (clock?.status === "advancing") throw busyClock(clock.id);
}
