// Second subscriptions that were found, and what was done with them.
import type { Queries } from "./database.ts";
import { duplicates } from "./person-tables.ts";

export type Duplicate = Omit<typeof duplicates.$inferInsert, "resolvedAt">;

/** Afterwards the duplicate is on record, once. Answers whether it was new. */
export async function recordDuplicate(tx: Queries, duplicate: Duplicate): Promise<boolean> {
	const made = await tx
		.insert(duplicates)
		.values(duplicate)
		.onConflictDoNothing()
		.returning({ id: duplicates.subscriptionId });
	return made.length > 0;
}
