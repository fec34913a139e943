// The laws of the join: why neither the order nor the number of deliveries matters.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
	agreed,
	join,
	type Observation,
	precedes,
	supersede,
} from "../../src/domain/observation.ts";
import { isTerminal } from "../../src/domain/subscription.ts";
import { aLaw, type Law } from "./law.ts";
import { asSet, sight, sights, sightsTwice } from "./sights.ts";

const ended = (x: Observation) => isTerminal(x.subscription.status);
const latest = (all: readonly Observation[]) => Math.max(-1, ...all.map((x) => x.lo));
const union = (a: readonly Observation[], b: readonly Observation[]) => join([...a, ...b]);

export const joinLaws: Law[] = [
	aLaw(
		"the order of sights is a strict partial order",
		fc.property(sight, sight, sight, (x, y, z) => {
			assert.equal(precedes(x, x), false);
			if (precedes(x, y)) assert.equal(precedes(y, x), false);
			if (precedes(x, y) && precedes(y, z)) assert.equal(precedes(x, z), true);
		}),
	),
	aLaw(
		"the join is commutative",
		fc.property(sights, sights, (a, b) => {
			assert.deepEqual(asSet(union(a, b)), asSet(union(b, a)));
		}),
	),
	aLaw(
		"the join is associative, and folding step by step ends as folding at once",
		fc.property(sights, sights, sights, (a, b, c) => {
			const atOnce = asSet(join([...a, ...b, ...c]));
			assert.deepEqual(asSet(union(union(a, b), c)), atOnce);
			assert.deepEqual(asSet(union(a, union(b, c))), atOnce);
		}),
	),
	aLaw(
		"the join is idempotent",
		fc.property(sights, (a) => {
			assert.deepEqual(asSet(union(a, a)), asSet(join(a)));
			assert.deepEqual(asSet(join(join(a))), asSet(join(a)));
		}),
	),
	aLaw(
		"the join does not depend on the order of sights, nor on repetitions",
		fc.property(sightsTwice, ({ all, again }) => {
			assert.deepEqual(asSet(join(again)), asSet(join(all)));
		}),
	),
	aLaw(
		"the join is monotone: nothing terminal is left again, and among equals the newest never falls",
		fc.property(sights, sights, (a, b) => {
			const [before, after] = [join(a), union(a, b)];
			if (before.some(ended)) {
				assert.ok(after.every(ended));
			}
			if (before.some(ended) === after.some(ended)) {
				assert.ok(latest(after) >= latest(before));
			}
		}),
	),
	aLaw(
		"a terminal sight absorbs all others",
		fc.property(sights, (a) => {
			if (a.some(ended)) assert.ok(join(a).every(ended));
		}),
	),
	aLaw(
		"what is agreed on was shown, and lies within what was seen",
		fc.property(sights, (a) => {
			const maximal = join(a);
			const state = agreed(maximal);
			if (!state) return;
			assert.ok(
				maximal.some(
					(x) => asSet([{ ...x, lo: 0, hi: 0 }])[0] === asSet([{ ...state, lo: 0, hi: 0 }])[0],
				),
			);
			assert.equal(state.lo, latest(maximal));
			assert.ok(state.lo <= state.hi);
		}),
	),
	aLaw(
		"no sight seen before a fetch is younger than it, and none of a later second is hidden by it",
		fc.property(sight, sights, fc.integer({ min: 1, max: 9 }), (fetched, before, later) => {
			const state = supersede(fetched, before);
			const rest = before.filter((x) => ended(x) === ended(fetched));
			for (const x of rest) assert.equal(precedes(state, { ...x, hi: x.lo }), false);
			const next = { ...fetched, lo: state.hi + later, hi: state.hi + later };
			assert.equal(precedes(state, next), true);
		}),
	),
];
