// Many worlds, one after the other, each from the run's seed and its own number.
import { type ChaosDatabase, openChaosDatabase } from "./database.ts";
import type { Counts } from "./faults.ts";
import { type Shrunk, shrink } from "./shrink.ts";
import { liveWorld, type WorldResult, type WorldSpec } from "./world.ts";

export interface RunOptions {
	seed: string;
	lives: number;
	days: number;
	/** How many worlds may be lived to make a failure smaller; 0 to leave it as it is. */
	shrinkMax: number;
	onWorld?: (world: { number: number; of: number; result: WorldResult }) => void;
}

export interface RunResult {
	lives: number;
	counts: Counts;
	/** The final states of all worlds, in their order. */
	hashes: string[];
	/** The first world that went wrong ends the run. */
	failure: Shrunk | null;
}

const peopleOfAWorld = 25;

export async function runWorlds(options: RunOptions): Promise<RunResult> {
	const database = await openChaosDatabase();
	try {
		return await runOn(database, options);
	} finally {
		await database.close();
	}
}

async function runOn(database: ChaosDatabase, options: RunOptions): Promise<RunResult> {
	const run: RunResult = { lives: 0, counts: new Map(), hashes: [], failure: null };
	const worlds = Math.ceil(options.lives / peopleOfAWorld);
	for (let number = 0; number < worlds; number++) {
		const size = Math.min(peopleOfAWorld, options.lives - run.lives);
		const spec = specOf(`${options.seed}/${number}`, size, options.days);
		const result = await liveWorld(database, spec, run.counts);
		run.lives += size;
		run.hashes.push(result.hash);
		options.onWorld?.({ number, of: worlds, result });
		if (result.problems.length === 0) continue;
		run.failure = await shrink(database, { spec, result }, options.shrinkMax);
		return run;
	}
	return run;
}

export function specOf(seed: string, size: number, days: number): WorldSpec {
	const people = Array.from({ length: size }, (_, person) => person);
	return { seed, people, days, off: new Set(), without: new Set() };
}
