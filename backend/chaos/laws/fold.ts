// The rule as the backend follows it, without a database: join, and fetch where the join is not single.
import type { Observation } from "../../src/domain/observation.ts";
import { settle } from "../../src/domain/settle.ts";

/** `fetchNow` is asked only where sights contradict each other. Answers what is stored afterwards. */
export function fold(
	stored: readonly Observation[],
	sights: readonly Observation[],
	fetchNow: () => Observation,
): Observation[] {
	const seen = [...stored, ...sights];
	const first = settle(seen, null);
	return first.tied.length === 0 ? first.settled : settle(seen, [fetchNow()]).settled;
}

/** A fetch that nobody's contradiction asked for: of a reconcile, or of the return page. */
export function reconcile(stored: readonly Observation[], fetched: Observation): Observation[] {
	return settle(stored, [fetched]).settled;
}

/** What is stored of the one subscription, in short. */
export function shortly(stored: readonly Observation[]): string {
	return stored
		.map(({ subscription: { status, quantity } }) => `${status} x${quantity}`)
		.join(" and ");
}
