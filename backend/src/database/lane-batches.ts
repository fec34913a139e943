// Many lanes at once, for who writes many customers in one transaction.
import { isNull, lt, lte, or, sql } from "drizzle-orm";
import { lanes } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

/**
 * Locks these lanes until the transaction ends and fences whoever slept through a lease of them. Answers
 * those that are ours; the others are held by somebody, and locked as well so that they can be marked.
 */
export async function lockLanes(tx: Queries, names: Iterable<string>): Promise<Set<string>> {
	// In one order everywhere, so that two batches cannot block each other.
	const sorted = [...new Set(names)].sort();
	if (sorted.length === 0) return new Set();
	const free = or(isNull(lanes.lockedUntil), lt(lanes.lockedUntil, sql`now()`));
	const ours = await tx
		.insert(lanes)
		.values(sorted.map((lane) => ({ lane })))
		.onConflictDoUpdate({
			target: lanes.lane,
			set: { epoch: sql`${lanes.epoch} + 1`, lockedBy: null, lockedUntil: null },
			...(free && { setWhere: free }),
		})
		.returning({ lane: lanes.lane });
	return new Set(ours.map((row) => row.lane));
}

/** How many lanes have work that waits for nothing. */
export function countDueLanes(queries: Queries): Promise<number> {
	return queries.$count(lanes, lte(lanes.runAt, sql`now()`));
}
