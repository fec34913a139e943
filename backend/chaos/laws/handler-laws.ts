// Four handlers and a reconciler at once, each of which may die at any await.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Observation } from "../../src/domain/observation.ts";
import { settle } from "../../src/domain/settle.ts";
import { shortly } from "./fold.ts";
import { aLaw, type Law } from "./law.ts";
import { fetchOf, history, sightOf, type Version } from "./sights.ts";

/** Thrown where a handler dies, and where its write is refused because it lost its lease. */
class Ended extends Error {}

/** How many awaits a handler survives; beyond that it dies where it stands. */
const lifetimes = fc.array(fc.nat(12), { minLength: 5, maxLength: 5 });

interface House {
	stored: Observation[];
	/** Raised by every taking of the lock: a write of an older holder is refused. */
	epoch: number;
	locked: boolean;
	truth: Version;
}

type Pause = (label: string) => Promise<void>;

/** As `syncUnderLease` does it: read, decide, fetch if need be, and write in one step with the fence. */
async function handle(
	house: House,
	sights: Observation[],
	options: { pause: Pause; fetch: boolean },
) {
	const { pause } = options;
	while (house.locked) {
		await pause("the lock is taken");
		// A lease runs out, whether its holder is dead or merely slow.
		if (options.fetch) house.locked = false;
	}
	house.locked = true;
	house.epoch += 1;
	const { epoch } = house;
	await pause("locked");
	const seen = [...house.stored, ...sights];
	await pause("read");
	let state = settle(seen, null);
	if (options.fetch || state.tied.length > 0) {
		const { truth } = house;
		await pause("fetched");
		state = settle(seen, [fetchOf(truth, truth.at, 1)]);
	}
	if (house.epoch !== epoch) throw new Ended();
	house.stored = state.settled;
	await pause("written");
	if (house.epoch === epoch) house.locked = false;
}

/** Runs the work until it has been done, as an inbox does: whoever dies is replaced. */
async function untilDone(house: House, work: (pause: Pause) => Promise<void>, pauses: Pauses) {
	let pause = pauses.mortal();
	for (;;) {
		try {
			return await work(pause);
		} catch (error) {
			if (!(error instanceof Ended)) throw error;
		}
		await pauses.immortal("the lease runs out");
		// Perhaps somebody else holds it by now: the epoch sees to it that only the last one writes.
		house.locked = false;
		pause = pauses.immortal;
	}
}

interface Pauses {
	mortal(): Pause;
	immortal: Pause;
}

function pausesOf(s: fc.Scheduler, lifetime: number): Pauses {
	const immortal: Pause = (label) => s.schedule(Promise.resolve(), label);
	return {
		immortal,
		mortal: () => {
			let left = lifetime;
			return async (label) => {
				if (left-- === 0) throw new Ended();
				await immortal(label);
			};
		},
	};
}

async function deliverAll(s: fc.Scheduler, life: readonly Version[], lives: readonly number[]) {
	const [first] = life;
	if (!first) return;
	const house: House = { stored: [], epoch: 0, locked: false, truth: first };
	const hands = [0, 1, 2, 3].map(async (hand) => {
		const mine = life.filter((_, at) => at % 4 === hand);
		const pauses = pausesOf(s, lives[hand] ?? 0);
		for (const version of mine) {
			// Stripe goes on by itself; an event comes after what it tells of.
			if (version.at >= house.truth.at) house.truth = newest(house.truth, version, life);
			const work = (pause: Pause) => handle(house, [sightOf(version)], { pause, fetch: false });
			await untilDone(house, work, pauses);
		}
	});
	const reconciler = untilDone(
		house,
		(pause) => handle(house, [], { pause, fetch: true }),
		pausesOf(s, lives[4] ?? 0),
	);
	await s.waitFor(Promise.all([...hands, reconciler]));
	// Every event has been handled, so that no fetch is needed in the end.
	const last = life.at(-1) ?? first;
	assert.equal(shortly(house.stored), shortly([sightOf(last)]));
}

function newest(a: Version, b: Version, life: readonly Version[]): Version {
	return life.indexOf(b) > life.indexOf(a) ? b : a;
}

export const handlerLaws: Law[] = [
	aLaw(
		"four handlers and a reconciler that may die at any await lose nothing, in any interleaving",
		fc.asyncProperty(fc.scheduler(), history, lifetimes, deliverAll),
		0.1,
	),
];
