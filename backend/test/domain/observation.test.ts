import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	agreed,
	join,
	type Observation,
	precedes,
	supersede,
} from "../../src/domain/observation.ts";
import { isTerminal } from "../../src/domain/subscription.ts";
import { seen } from "./builders.ts";

const runs = { numRuns: 10_000 };
const statuses = ["incomplete", "trialing", "active", "past_due", "canceled", "incomplete_expired"];
const observation: fc.Arbitrary<Observation> = fc
	.record({
		status: fc.constantFrom(...statuses),
		quantity: fc.integer({ min: 1, max: 3 }),
		lo: fc.integer({ min: 0, max: 12 }),
		width: fc.integer({ min: 0, max: 4 }),
	})
	.map(({ status, quantity, lo, width }) => seen({ status, quantity }, lo, lo + width));
const observations = fc.array(observation, { maxLength: 6 });

// Sets are compared without order.
function asSet(state: readonly Observation[]): string[] {
	return state
		.map(
			({ subscription, lo, hi }) => `${subscription.status} ${subscription.quantity} ${lo}-${hi}`,
		)
		.sort();
}

describe("the order of observations", () => {
	test("an event of an earlier second is older", () => {
		expect(precedes(seen({}, 10), seen({}, 11))).toBe(true);
		expect(precedes(seen({}, 11), seen({}, 10))).toBe(false);
	});

	test("two events of one second cannot be ordered", () => {
		const x = seen({ status: "incomplete" }, 10);
		const y = seen({ status: "active" }, 10);
		expect(precedes(x, y) || precedes(y, x)).toBe(false);
		expect(join([x, y])).toHaveLength(2);
	});

	test("a terminal status is younger than any other, whatever the seconds say", () => {
		const canceled = seen({ status: "canceled" }, 5);
		expect(join([canceled, seen({ status: "active" }, 900)])).toEqual([canceled]);
	});

	test("sights that agree in every field are no contradiction", () => {
		const maximal = join([seen({}, 10), seen({}, 10), seen({}, 9, 11)]);
		expect(maximal).toHaveLength(2);
		expect(agreed(maximal)).toEqual(seen({}, 10, 11));
	});

	test("sights that differ are a contradiction", () => {
		expect(agreed([seen({ quantity: 1 }, 10), seen({ quantity: 2 }, 10)])).toBeNull();
	});

	test("is a strict partial order", () => {
		fc.assert(
			fc.property(observation, observation, observation, (x, y, z) => {
				expect(precedes(x, x)).toBe(false);
				if (precedes(x, y)) expect(precedes(y, x)).toBe(false);
				if (precedes(x, y) && precedes(y, z)) expect(precedes(x, z)).toBe(true);
			}),
			runs,
		);
	});
});

describe("the join", () => {
	test("does not depend on order or on repetition", () => {
		fc.assert(
			fc.property(observations, fc.integer(), (all, seed) => {
				const shuffled = [...all, ...all.slice(0, 2)].sort(
					(a, b) => ((a.lo * 31 + seed) % 7) - ((b.lo * 31 + seed) % 7),
				);
				expect(asSet(join(shuffled))).toEqual(asSet(join(all)));
			}),
			runs,
		);
	});

	test("is associative: folding step by step ends as folding at once", () => {
		fc.assert(
			fc.property(observations, observations, (a, b) => {
				expect(asSet(join([...join(a), ...join(b)]))).toEqual(asSet(join([...a, ...b])));
			}),
			runs,
		);
	});

	test("never leaves a terminal status", () => {
		fc.assert(
			fc.property(observations, (all) => {
				const ended = all.some((x) => isTerminal(x.subscription.status));
				if (ended) expect(join(all).every((x) => isTerminal(x.subscription.status))).toBe(true);
			}),
			runs,
		);
	});
});

describe("a fetch", () => {
	test("is younger than all that had been seen before it was sent", () => {
		const fetched = seen({ status: "active" }, 8, 10);
		const event = seen({ status: "incomplete" }, 10);
		const state = supersede(fetched, [event]);
		expect(state.subscription.status).toBe("active");
		expect(join([state, event])).toHaveLength(2);
		expect(state).toMatchObject({ lo: 10, hi: 10 });
	});

	test("stays behind an event of a later second", () => {
		const state = supersede(seen({ status: "active" }, 8, 10), []);
		const later = seen({ status: "past_due" }, 11);
		expect(join([state, later])).toEqual([later]);
	});
});
