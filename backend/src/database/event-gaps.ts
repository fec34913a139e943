// The inbox seen from Stripe's list: what it lacks, what was never delivered, and what is too old to keep.
import { and, eq, gt, inArray, lt, max, sql } from "drizzle-orm";
import { stripeEvents } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

/** Which of these events the inbox has. */
export async function listKnownEvents(
	queries: Queries,
	eventIds: readonly string[],
): Promise<Set<string>> {
	if (eventIds.length === 0) return new Set();
	const rows = await queries
		.select({ eventId: stripeEvents.eventId })
		.from(stripeEvents)
		.where(inArray(stripeEvents.eventId, [...eventIds]));
	return new Set(rows.map((row) => row.eventId));
}

/** When Stripe made the latest event of the inbox; null when it is empty. */
export async function latestEventAt(queries: Queries): Promise<Date | null> {
	const [row] = await queries.select({ at: max(stripeEvents.createdAt) }).from(stripeEvents);
	return row?.at ?? null;
}

// Stripe delivers within seconds. And a day after the last one, the case is closed.
const patienceMinutes = 10;
const memoryHours = 24;

/** Events found in Stripe's list at least ten minutes ago that no delivery has brought since. */
export async function countUndelivered(queries: Queries): Promise<number> {
	return queries.$count(
		stripeEvents,
		and(
			eq(stripeEvents.receivedBy, "list"),
			lt(stripeEvents.receivedAt, sql`now() - make_interval(mins => ${patienceMinutes})`),
			gt(stripeEvents.receivedAt, sql`now() - make_interval(hours => ${memoryHours})`),
		),
	);
}

/**
 * Deletes at most `limit` events that were done with and received more than `days` ago, and answers how
 * many. What waits or is dead stays: somebody may still need it.
 */
export async function deleteOldEvents(
	queries: Queries,
	{ days, limit }: { days: number; limit: number },
): Promise<number> {
	const old = queries
		.select({ seq: stripeEvents.seq })
		.from(stripeEvents)
		.where(
			and(
				lt(stripeEvents.receivedAt, sql`now() - make_interval(days => ${days})`),
				inArray(stripeEvents.status, ["applied", "ignored"]),
			),
		)
		.limit(limit);
	const gone = await queries
		.delete(stripeEvents)
		.where(inArray(stripeEvents.seq, old))
		.returning({ seq: stripeEvents.seq });
	return gone.length;
}
