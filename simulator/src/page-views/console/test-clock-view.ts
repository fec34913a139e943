// Test clocks for the console.
import { StripeError } from "../../billing/core/stripe-error.ts";
import { advanceTestClock } from "../../billing/test-clocks/advance-test-clock.ts";
import { customersOf } from "../../billing/test-clocks/join-test-clock.ts";
import { readTarget } from "../../control/clock-target.ts";
import type { ConsoleBilling } from "../../pages/console/console-billing.ts";
import type { World } from "../../state/world.ts";
import { refusalIn } from "../outcomes.ts";

export function testClockBilling(
	world: World,
): Pick<ConsoleBilling, "listTestClocks" | "moveTestClock"> {
	return {
		listTestClocks: () =>
			world.run((draft) =>
				[...world.state.list("test_helpers.test_clock")].map((clock) => ({
					id: clock.id,
					name: clock.name,
					status: clock.status,
					frozenTime: clock.frozen_time,
					customers: customersOf(draft, clock.id).length,
				})),
			),
		moveTestClock(id, advance) {
			const clock = world.state.get("test_helpers.test_clock", id);
			if (clock === undefined) return "There is no such test clock.";
			const target = readTarget({ advance }, clock.frozen_time);
			if ("problem" in target) return target.problem;
			const params = { frozen_time: target.to };
			const moved = refusalIn(() => world.run((draft) => advanceTestClock(draft, id, params)));
			return moved instanceof StripeError ? moved.message : null;
		},
	};
}
