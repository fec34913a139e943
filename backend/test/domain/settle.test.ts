import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { settle } from "../../src/domain/settle.ts";
import { isTerminal, type Subscription } from "../../src/domain/subscription.ts";
import { ordersOf } from "../support/orders.ts";
import { seen } from "./builders.ts";

/** Stripe as a test has it: the states a subscription went through, and the seconds of each. */
type Life = { fields: Partial<Subscription>; at: number }[];

const lives: Record<string, Life> = {
	"each in a second of its own": [
		{ fields: { status: "incomplete" }, at: 10 },
		{ fields: { status: "trialing" }, at: 11 },
		{ fields: { status: "trialing", quantity: 2 }, at: 12 },
		{ fields: { status: "active", quantity: 2 }, at: 13 },
	],
	"two in one second": [
		{ fields: { status: "incomplete" }, at: 10 },
		{ fields: { status: "active" }, at: 10 },
		{ fields: { status: "active", quantity: 2 }, at: 11 },
		{ fields: { status: "past_due", quantity: 2 }, at: 12 },
	],
	"all in one second": [
		{ fields: { status: "incomplete" }, at: 10 },
		{ fields: { status: "trialing" }, at: 10 },
		{ fields: { status: "trialing", quantity: 2 }, at: 10 },
		{ fields: { status: "trialing", quantity: 3 }, at: 10 },
	],
	"the last two tied": [
		{ fields: { status: "incomplete" }, at: 10 },
		{ fields: { status: "trialing" }, at: 11 },
		{ fields: { status: "trialing", quantity: 2 }, at: 12 },
		{ fields: { status: "active", quantity: 2 }, at: 12 },
	],
	"on and off again in one second": [
		{ fields: { status: "active" }, at: 10 },
		{ fields: { status: "active", cancelsAt: new Date(99_000) }, at: 11 },
		{ fields: { status: "active" }, at: 11 },
		{ fields: { status: "active", cancelsAt: new Date(99_000) }, at: 12 },
	],
	"ended within the second it changed in": [
		{ fields: { status: "trialing" }, at: 10 },
		{ fields: { status: "active" }, at: 11 },
		{ fields: { status: "active", quantity: 2 }, at: 11 },
		{ fields: { status: "canceled", quantity: 2 }, at: 11 },
	],
};

const sightOf = (state: Life[number]) => seen(state.fields, state.at);

function truthOf(life: Life): Observation {
	const last = life.at(-1)!;
	return seen(last.fields, last.at, last.at + 2);
}

/** As the backend does it: what is tied is fetched, and the fetch becomes the stored state. */
function fold(stored: readonly Observation[], sights: Observation[], truth: Observation) {
	const first = settle([...stored, ...sights], null);
	return first.tied.length === 0 ? first.settled : settle([...stored, ...sights], [truth]).settled;
}

describe.each(Object.entries(lives))("four sights, %s,", (_name, life) => {
	test("end at the truth in all 24 orders, one by one", () => {
		for (const order of ordersOf(life)) {
			let stored: Observation[] = [];
			for (const state of order) stored = fold(stored, [sightOf(state)], truthOf(life));
			expect(stored.map((x) => x.subscription)).toEqual([truthOf(life).subscription]);
		}
	});

	test("end at the truth in all 24 orders, two and two, and at once", () => {
		for (const order of ordersOf(life)) {
			const sights = order.map(sightOf);
			const half = fold([], sights.slice(0, 2), truthOf(life));
			const twice = fold(half, sights.slice(2), truthOf(life));
			const atOnce = fold([], sights, truthOf(life));
			expect(twice.map((x) => x.subscription)).toEqual([truthOf(life).subscription]);
			expect(atOnce.map((x) => x.subscription)).toEqual([truthOf(life).subscription]);
		}
	});

	test("change nothing when they come again", () => {
		const sights = life.map(sightOf);
		const stored = fold([], sights, truthOf(life));
		for (const sight of [...sights, ...sights])
			expect(fold(stored, [sight], truthOf(life)).map((x) => x.subscription)).toEqual(
				stored.map((x) => x.subscription),
			);
	});
});

describe("settling", () => {
	test("nothing is settled of nothing", () => {
		expect(settle([], null)).toEqual({ settled: [], tied: [] });
		expect(settle([], [])).toEqual({ settled: [], tied: [] });
	});

	test("sights of one second that differ are tied, and no state is guessed", () => {
		const sights = [seen({ status: "incomplete" }, 10), seen({ status: "active" }, 10)];
		expect(settle(sights, null)).toEqual({ settled: [], tied: ["sub_1"] });
	});

	test("a tie of one subscription does not keep another from being settled", () => {
		const other = seen({ id: "sub_2" }, 10);
		const sights = [seen({ quantity: 1 }, 10), seen({ quantity: 2 }, 10), other];
		expect(settle(sights, null)).toEqual({ settled: [other], tied: ["sub_1"] });
	});

	test("a fetch decides alone, whatever the sights' seconds say", () => {
		const sights = [seen({ status: "active" }, 500), seen({ status: "canceled" }, 499)];
		const fetched = seen({ status: "past_due" }, 8, 10);
		const { settled, tied } = settle(sights, [fetched]);
		expect(tied).toEqual([]);
		expect(settled).toEqual([{ ...fetched, lo: 500, hi: 500 }]);
	});

	test("what a fetch did not show keeps its state", () => {
		const kept = seen({ id: "sub_2" }, 10);
		expect(settle([kept], []).settled).toEqual([kept]);
	});

	test("what only a fetch showed is taken", () => {
		const found = seen({ id: "sub_3" }, 9, 10);
		expect(settle([], [found]).settled).toEqual([found]);
	});

	test("an old event never brings an ended subscription back", () => {
		const ended = seen({ status: "canceled" }, 100);
		expect(settle([ended, seen({ status: "active" }, 259_300)], null).settled).toEqual([ended]);
	});

	test("every subscription is settled or tied, each once", () => {
		const sight = fc
			.record({
				id: fc.constantFrom("sub_1", "sub_2", "sub_3"),
				status: fc.constantFrom("trialing", "active", "canceled"),
				lo: fc.integer({ min: 0, max: 5 }),
			})
			.map(({ id, status, lo }) => seen({ id, status }, lo));
		fc.assert(
			fc.property(fc.array(sight, { maxLength: 8 }), (sights) => {
				const { settled, tied } = settle(sights, null);
				const ids = [...settled.map((x) => x.subscription.id), ...tied];
				expect(ids.sort()).toEqual([...new Set(sights.map((x) => x.subscription.id))].sort());
				for (const { subscription } of settled)
					if (sights.some((x) => x.subscription.id === subscription.id && ended(x)))
						expect(isTerminal(subscription.status)).toBe(true);
			}),
			{ numRuns: 5_000 },
		);
	});
});

function ended(sight: Observation): boolean {
	return isTerminal(sight.subscription.status);
}
