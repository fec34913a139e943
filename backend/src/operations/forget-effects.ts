// Effects that are over leave the table after a while.
import { deleteOldEffects } from "../database/effect-queue.ts";
import type { Deps } from "./deps.ts";

// Nothing older than three days is told, so no key comes back after this. The dead stay for people.
const keepDays = 40;
const batchSize = 5_000;

/** Answers how many were removed. */
export async function forgetEffects(
	deps: Pick<Deps, "database">,
	signal?: AbortSignal,
): Promise<{ removed: number }> {
	let removed = 0;
	for (;;) {
		signal?.throwIfAborted();
		const some = await deleteOldEffects(deps.database.queries, {
			days: keepDays,
			limit: batchSize,
		});
		removed += some;
		if (some < batchSize) return { removed };
	}
}
