import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import { reduceBilling } from "../../src/domain/billing-state.ts";
import { subscriptionStatuses } from "../../src/domain/subscription.ts";
import { aSubscription } from "./builders.ts";

describe("the reduction to users.*", () => {
	test("without a subscription there is no status and no tier", () => {
		expect(reduceBilling([], catalog)).toEqual({ status: null, tierName: null, deciding: null });
	});

	test("the end of an old subscription does not wipe a newer one", () => {
		const old = aSubscription({ id: "sub_old", status: "canceled", tierName: "empire" });
		const current = aSubscription({ id: "sub_new", status: "trialing" });
		const state = reduceBilling([old, current], catalog);
		expect(state).toMatchObject({ status: "trialing", tierName: "founder", deciding: current });
	});

	test.each([
		["trialing", "founder"],
		["active", "founder"],
		["past_due", "founder"],
		["unpaid", "founder"],
		["paused", "founder"],
		["incomplete", null],
		["incomplete_expired", null],
		["canceled", null],
	])("%s keeps Stripe's word and holds the tier %s", (status, tierName) => {
		expect(reduceBilling([aSubscription({ status })], catalog)).toMatchObject({ status, tierName });
	});

	test("of two equal ones the higher tier decides", () => {
		const lower = aSubscription({ id: "sub_a", tierName: "freelancer" });
		const higher = aSubscription({ id: "sub_b", tierName: "empire" });
		expect(reduceBilling([higher, lower], catalog).tierName).toBe("empire");
	});

	test("a status word that is not known yet ranks last and does not fail", () => {
		const unknown = aSubscription({ id: "sub_x", status: "frozen" });
		const canceled = aSubscription({ id: "sub_y", status: "canceled" });
		expect(reduceBilling([unknown, canceled], catalog).status).toBe("canceled");
	});

	test("the order of the rows is without meaning", () => {
		const row = fc.record({
			id: fc.constantFrom("sub_1", "sub_2", "sub_3", "sub_4"),
			status: fc.constantFrom(...subscriptionStatuses, "frozen"),
			tierName: fc.constantFrom("freelancer", "founder", "empire", "gone", null),
			startedAt: fc.date({ noInvalidDate: true }),
		});
		fc.assert(
			fc.property(fc.uniqueArray(row, { selector: (x) => x.id }), (rows) => {
				const all = rows.map((fields) => aSubscription(fields));
				expect(reduceBilling([...all].reverse(), catalog)).toEqual(reduceBilling(all, catalog));
			}),
			{ numRuns: 2_000 },
		);
	});
});
