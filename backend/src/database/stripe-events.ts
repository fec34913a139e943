// The inbox: every webhook event, stored before it is acknowledged, applied once after.
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { stripeEvents } from "./billing-tables.ts";
import type { Database, Queries } from "./database.ts";
import { markLaneDue } from "./lanes.ts";

/** An event as received. `payload` keeps the signed text; `lane` null means nothing is to be done. */
export interface ReceivedEvent {
	eventId: string;
	type: string;
	apiVersion: string | null;
	createdAt: Date;
	lane: string | null;
	payload: string;
	ignoredBecause: string | null;
}

export interface PendingEvent {
	seq: number;
	eventId: string;
	type: string;
	apiVersion: string | null;
	payload: string;
	attempts: number;
}

/** Afterwards the event is durably stored, once. Returns false when it had been stored before. */
export function recordEvent(database: Database, event: ReceivedEvent): Promise<boolean> {
	return database.transaction(async (tx) => {
		if (event.lane !== null) await markLaneDue(tx, event.lane);
		const { ignoredBecause, ...columns } = event;
		const inserted = await tx
			.insert(stripeEvents)
			.values({
				...columns,
				status: event.lane === null ? "ignored" : "pending",
				outcome: ignoredBecause,
			})
			.onConflictDoNothing({ target: stripeEvents.eventId })
			.returning({ seq: stripeEvents.seq });
		return inserted.length > 0;
	});
}

/** The lane's waiting events, in the order of their commit. */
export function listPendingEvents(
	queries: Queries,
	lane: string,
	limit: number,
): Promise<PendingEvent[]> {
	return queries
		.select({
			seq: stripeEvents.seq,
			eventId: stripeEvents.eventId,
			type: stripeEvents.type,
			apiVersion: stripeEvents.apiVersion,
			payload: stripeEvents.payload,
			attempts: stripeEvents.attempts,
		})
		.from(stripeEvents)
		.where(and(eq(stripeEvents.lane, lane), eq(stripeEvents.status, "pending")))
		.orderBy(asc(stripeEvents.seq))
		.limit(limit);
}

/** `outcome` says in a word what became of them: `folded`, `fetched`, `looked`, `known`. */
export async function markEventsApplied(
	tx: Queries,
	seqs: readonly number[],
	outcome: string,
): Promise<void> {
	if (seqs.length === 0) return;
	await tx
		.update(stripeEvents)
		.set({
			status: "applied",
			outcome,
			attempts: sql`${stripeEvents.attempts} + 1`,
			processedAt: sql`now()`,
		})
		.where(inArray(stripeEvents.seq, [...seqs]));
}

/** After `attemptsMax` failures the event is dead: kept with its error, and no longer in the way. */
export async function markEventFailed(
	queries: Queries,
	event: PendingEvent,
	failure: { error: string; attemptsMax: number },
): Promise<void> {
	const attempts = event.attempts + 1;
	await queries
		.update(stripeEvents)
		.set({
			status: attempts >= failure.attemptsMax ? "dead" : "pending",
			attempts,
			lastError: failure.error,
		})
		.where(eq(stripeEvents.seq, event.seq));
}
