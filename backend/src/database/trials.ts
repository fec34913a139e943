// Trials: one per person, ever. The primary key is the rule.
import { eq } from "drizzle-orm";
import { trials } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

export async function hasHadTrial(queries: Queries, userId: string): Promise<boolean> {
	const rows = await queries
		.select({ userId: trials.userId })
		.from(trials)
		.where(eq(trials.userId, userId));
	return rows.length > 0;
}

/** Remembers the first trial; later ones change nothing. */
export async function recordTrial(
	tx: Queries,
	trial: { userId: string; subscriptionId: string; startedAt: Date },
): Promise<void> {
	await tx.insert(trials).values(trial).onConflictDoNothing();
}
