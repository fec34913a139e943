// The inbox: every webhook event, stored before it is acknowledged, applied once after.
import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import { stripeEvents } from "./billing-tables.ts";
import type { Database, Queries } from "./database.ts";
import { markLanesDue } from "./lanes.ts";

/** An event as received. `payload` keeps the signed text; `lane` null means nothing is to be done. */
export interface ReceivedEvent {
	eventId: string;
	type: string;
	apiVersion: string | null;
	createdAt: Date;
	lane: string | null;
	payload: string;
	ignoredBecause: string | null;
	receivedBy: "webhook" | "list";
	/** Of the delivery, where that is traced. */
	traceparent?: string | null;
}

export interface PendingEvent {
	seq: number;
	eventId: string;
	type: string;
	lane: string;
	payload: string;
	attempts: number;
	/** Since it was stored. */
	ageSeconds: number;
	traceparent: string | null;
}

/** Afterwards every event is durably stored, once. Answers the ids of those not stored before. */
export function recordEvents(
	database: Database,
	events: readonly ReceivedEvent[],
): Promise<Set<string>> {
	const rows = events
		.map(({ ignoredBecause, ...columns }) => ({
			...columns,
			status: columns.lane === null ? ("ignored" as const) : ("pending" as const),
			outcome: ignoredBecause,
		}))
		// In one order everywhere: two batches with the same events cannot block each other.
		.sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
	return database.transaction(async (tx) => {
		await markLanesDue(
			tx,
			rows.flatMap((row) => row.lane ?? []),
		);
		const inserted = await tx
			.insert(stripeEvents)
			.values(rows)
			.onConflictDoNothing({ target: stripeEvents.eventId })
			.returning({ eventId: stripeEvents.eventId });
		const isNew = new Set(inserted.map((row) => row.eventId));
		await markDelivered(
			tx,
			rows.filter((row) => row.receivedBy === "webhook" && !isNew.has(row.eventId)),
		);
		return isNew;
	});
}

// Found in Stripe's list first, and delivered after all: nobody needs to be alarmed.
async function markDelivered(tx: Queries, late: readonly { eventId: string }[]): Promise<void> {
	if (late.length === 0) return;
	const ids = late.map((row) => row.eventId);
	await tx
		.update(stripeEvents)
		.set({ receivedBy: "webhook" })
		.where(and(inArray(stripeEvents.eventId, ids), eq(stripeEvents.receivedBy, "list")));
}

const pendingColumns = {
	seq: stripeEvents.seq,
	eventId: stripeEvents.eventId,
	type: stripeEvents.type,
	lane: stripeEvents.lane,
	payload: stripeEvents.payload,
	attempts: stripeEvents.attempts,
	traceparent: stripeEvents.traceparent,
	ageSeconds: sql<number>`extract(epoch from now() - ${stripeEvents.receivedAt})::float8`,
};

/** The waiting events of each lane, in the order of their commit, at most `limit` of a lane. */
export async function listPendingEvents(
	queries: Queries,
	names: readonly string[],
	limit: number,
): Promise<PendingEvent[]> {
	if (names.length === 0) return [];
	const place = sql<number>`row_number() over (partition by lane order by seq)`.as("place");
	const ranked = queries
		.select({ ...pendingColumns, ageSeconds: pendingColumns.ageSeconds.as("age"), place })
		.from(stripeEvents)
		.where(and(inArray(stripeEvents.lane, [...names]), eq(stripeEvents.status, "pending")))
		.as("ranked");
	const rows = await queries
		.select()
		.from(ranked)
		.where(lte(ranked.place, limit))
		.orderBy(asc(ranked.seq));
	return rows.map(({ place: _, lane, ...event }) => ({ ...event, lane: lane ?? "" }));
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
