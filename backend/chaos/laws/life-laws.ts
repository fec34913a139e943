// The laws of a life: whatever is lost, late or repeated, the last version is what is stored.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Observation } from "../../src/domain/observation.ts";
import { isTerminal } from "../../src/domain/subscription.ts";
import { fold, reconcile, shortly } from "./fold.ts";
import { aLaw, type Law } from "./law.ts";
import { fetchOf, history, sightOf, type Version } from "./sights.ts";

/** What happens next: Stripe's next version, a delivery of some event so far, or a reconcile. */
const step = fc.oneof(
	{ weight: 2, arbitrary: fc.constant({ kind: "change" as const }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant("event" as const), which: fc.nat(20) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("fetch" as const), took: fc.nat(2) }) },
);
const steps = fc.array(step, { maxLength: 24 });

const lastOf = (versions: readonly Version[]): Version => {
	const last = versions.at(-1);
	if (!last) throw new Error("a life has a beginning");
	return last;
};

/** Lives through the steps, then through what is left of the life, and tells what is stored. */
function live(
	life: readonly Version[],
	todo: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
) {
	let shown = life.slice(0, 1);
	let stored: Observation[] = [];
	let fetches = 0;
	const fetchNow = (took = 0) => {
		fetches++;
		return fetchOf(lastOf(shown), lastOf(shown).at, took);
	};
	for (const one of todo) {
		if (one.kind === "change") shown = life.slice(0, shown.length + 1);
		if (one.kind === "fetch") stored = reconcile(stored, fetchNow(one.took));
		if (one.kind === "event") {
			const version = shown[one.which % shown.length];
			if (version) stored = fold(stored, [sightOf(version)], fetchNow);
		}
		assert.ok(stored.length <= 1);
	}
	return { stored, fetches, rest: life.slice(shown.length) };
}

export const lifeLaws: Law[] = [
	aLaw(
		"it converges: after one fetch later than the last change, no late event brings an old state back",
		fc.property(history, steps, fc.array(fc.nat(20), { maxLength: 8 }), (life, todo, late) => {
			let { stored } = live(life, todo);
			const last = lastOf(life);
			const fetchNow = () => fetchOf(last, last.at + 1, 0);
			stored = reconcile(stored, fetchNow());
			for (const which of late) {
				const version = life[which % life.length];
				if (version) stored = fold(stored, [sightOf(version)], fetchNow);
			}
			assert.equal(shortly(stored), shortly([sightOf(last)]));
		}),
	),
	aLaw(
		"all events, in any order, any number, and with reconciles in between, end at the last version",
		fc.property(
			history.chain((life) =>
				fc.tuple(
					fc.constant(life),
					fc.shuffledSubarray(life, { minLength: life.length, maxLength: life.length }),
					fc.shuffledSubarray(life),
				),
			),
			([life, all, again]) => {
				const last = lastOf(life);
				const fetchNow = () => fetchOf(last, last.at, 0);
				let stored: Observation[] = [];
				for (const version of [...again, ...all, ...again])
					stored = fold(stored, [sightOf(version)], fetchNow);
				assert.equal(shortly(stored), shortly([sightOf(last)]));
			},
		),
	),
	aLaw(
		"some of the events and one reconcile are as good as all of them",
		fc.property(
			history.chain((life) => fc.tuple(fc.constant(life), fc.shuffledSubarray(life))),
			([life, some]) => {
				const last = lastOf(life);
				const fetchNow = () => fetchOf(last, last.at + 1, 0);
				const all = reconcile(fold([], life.map(sightOf), fetchNow), fetchNow());
				const few = reconcile(fold([], some.map(sightOf), fetchNow), fetchNow());
				assert.equal(shortly(few), shortly(all));
				assert.equal(shortly(few), shortly([sightOf(last)]));
			},
		),
	),
	aLaw(
		"an end is never taken back, whatever comes",
		fc.property(history, steps, (life, todo) => {
			for (let upTo = 0; upTo < todo.length; upTo++) {
				const [before] = live(life, todo.slice(0, upTo)).stored;
				const [after] = live(life, todo.slice(0, upTo + 1)).stored;
				if (before && isTerminal(before.subscription.status))
					assert.ok(after && isTerminal(after.subscription.status));
				if (before && after && !isTerminal(after.subscription.status))
					assert.ok(after.lo >= before.lo);
			}
		}),
		0.2,
	),
	aLaw(
		"Stripe is asked only where two events of one second contradict each other",
		fc.property(history, (life) => {
			const seconds = new Set(life.map((version) => version.at));
			let fetches = 0;
			let stored: Observation[] = [];
			for (const version of life)
				stored = fold(stored, [sightOf(version)], () => {
					fetches++;
					return fetchOf(lastOf(life), lastOf(life).at, 0);
				});
			if (seconds.size === life.length) assert.equal(fetches, 0);
		}),
	),
];
