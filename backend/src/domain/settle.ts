// From what is stored, what events say and what a fetch saw, to the state of each subscription.
import { agreed, join, type Observation, supersede } from "./observation.ts";

/** `settled`: one observation per subscription. `tied`: ids whose truth only a fetch can tell. */
export interface Settlement {
	settled: Observation[];
	tied: string[];
}

/**
 * `fetched` was sent after all the others had been seen; null when nothing was fetched. A fetch decides
 * alone; without one the maximal sights must agree, else the subscription is tied.
 */
export function settle(
	seen: readonly Observation[],
	fetched: readonly Observation[] | null,
): Settlement {
	const ids = new Set([...seen, ...(fetched ?? [])].map((x) => x.subscription.id));
	const settlement: Settlement = { settled: [], tied: [] };
	for (const id of ids) {
		const ours = seen.filter((x) => x.subscription.id === id);
		const truth = fetched?.find((x) => x.subscription.id === id);
		const state = truth ? supersede(truth, ours) : agreed(join(ours));
		if (state) settlement.settled.push(state);
		else settlement.tied.push(id);
	}
	return settlement;
}
