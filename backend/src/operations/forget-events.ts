// The inbox does not grow for ever.
import { deleteOldEvents } from "../database/event-gaps.ts";
import type { Deps } from "./deps.ts";

const portion = 1_000;

/**
 * Afterwards no event that was done with is older than `days`. A repeat of one that was forgotten would
 * be applied once more, so `days` must exceed the thirty for which Stripe can send it again.
 */
export async function forgetEvents(
	deps: Pick<Deps, "database">,
	{ days, signal }: { days: number; signal: AbortSignal },
): Promise<{ deleted: number }> {
	let deleted = 0;
	for (;;) {
		signal.throwIfAborted();
		const gone = await deleteOldEvents(deps.database.queries, { days, limit: portion });
		deleted += gone;
		if (gone < portion) return { deleted };
	}
}
