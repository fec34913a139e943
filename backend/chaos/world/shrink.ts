// From a world that went wrong to a smaller one that still goes wrong.
import type { ChaosDatabase } from "./database.ts";
import { calm } from "./faults.ts";
import { liveWorld, type WorldResult, type WorldSpec } from "./world.ts";

export interface Shrunk {
	spec: WorldSpec;
	result: WorldResult;
	/** Worlds lived to find it. */
	tried: number;
}

/** Leaves out people, faults and deeds, one after the other, while the same rule is still broken. */
export async function shrink(
	database: ChaosDatabase,
	failing: { spec: WorldSpec; result: WorldResult },
	triesMax: number,
): Promise<Shrunk> {
	const rule = ruleOf(failing.result);
	let best = failing;
	let tried = 0;

	async function attempt(spec: WorldSpec): Promise<boolean> {
		if (tried >= triesMax) return false;
		tried++;
		const result = await liveWorld(database, spec, new Map());
		if (!result.problems.some((problem) => problem.includes(rule))) return false;
		best = { spec, result };
		return true;
	}

	for (let size = Math.ceil(best.spec.people.length / 2); size >= 1; size = Math.floor(size / 2)) {
		for (let at = 0; at < best.spec.people.length && best.spec.people.length > 1; ) {
			const people = best.spec.people.filter((_, place) => place < at || place >= at + size);
			if (people.length === 0 || !(await attempt({ ...best.spec, people }))) at += size;
		}
	}
	for (const fault of Object.keys(calm))
		await attempt({ ...best.spec, off: new Set([...best.spec.off, fault]) });
	for (const person of best.spec.people)
		for (let deed = 40; deed > 0; deed--) {
			const left = `${person}:${deed}`;
			if (best.result.history.length > 0)
				await attempt({ ...best.spec, without: new Set([...best.spec.without, left]) });
		}
	return { ...best, tried };
}

function ruleOf({ problems }: WorldResult): string {
	return /I\d+/.exec(problems[0] ?? "")?.[0] ?? problems[0] ?? "";
}
