// Effects waiting to be done: stored with the change that causes them.
import type { Effect } from "../domain/effects.ts";
import type { Queries } from "./database.ts";
import { outbox } from "./work-tables.ts";

/**
 * Stores each effect once, by its key; one that was stored before stays as it is. `traceparent` is of
 * what causes them.
 */
export async function recordEffects(
	tx: Queries,
	effects: readonly Effect[],
	traceparent: string | null = null,
): Promise<void> {
	if (effects.length === 0) return;
	await tx
		.insert(outbox)
		.values(
			effects
				.map(({ key, data, ...effect }) => ({
					...effect,
					effectKey: key,
					data: JSON.stringify(data),
					traceparent,
				}))
				// In one order everywhere: two writers of the same keys cannot block each other.
				.sort((a, b) => (a.effectKey < b.effectKey ? -1 : 1)),
		)
		.onConflictDoNothing({ target: outbox.effectKey });
}
