import { describe, expect, test } from "vitest";
import { createReadBudget } from "../../src/stripe/read-budget.ts";

/** A clock that moves only by what is slept. */
function budgetOf(perSecondMax: number) {
	let nowMs = 0;
	const budget = createReadBudget({
		perSecondMax,
		monotonicMs: () => nowMs,
		sleep: async (ms) => {
			nowMs += ms;
		},
	});
	const pass = (ms: number) => {
		nowMs += ms;
	};
	const msFor = async (reads: number) => {
		const before = nowMs;
		for (let at = 0; at < reads; at++) await budget.take();
		return nowMs - before;
	};
	return { budget, pass, msFor };
}

describe("the budget of reads", () => {
	test("sends no more than so many a second", async () => {
		const { msFor } = budgetOf(80);
		expect(await msFor(80)).toBeGreaterThanOrEqual(990);
		expect(await msFor(800)).toBeGreaterThanOrEqual(9_990);
	});

	test("does not save up for a burst what was not used", async () => {
		const { msFor, pass } = budgetOf(80);
		pass(60_000);
		expect(await msFor(88)).toBeGreaterThanOrEqual(990);
	});

	test("halves after a 429, once for a burst of them, and grows back", () => {
		const { budget, pass } = budgetOf(80);
		budget.slowDown();
		budget.slowDown();
		expect(budget.rate()).toBe(40);
		pass(2_000);
		budget.slowDown();
		expect(budget.rate()).toBe(24);
		pass(60_000);
		budget.slowDown();
		expect(budget.rate()).toBe(40);
	});

	test("never stops altogether", () => {
		const { budget, pass } = budgetOf(80);
		for (let at = 0; at < 100; at++) {
			budget.slowDown();
			pass(1_001);
		}
		expect(budget.rate()).toBeGreaterThanOrEqual(1);
	});
});
