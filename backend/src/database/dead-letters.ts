// What was given up: events and effects that failed too often, and how they are tried once more.
import { asc, desc, eq, gte, inArray, or, sql } from "drizzle-orm";
import { audit, stripeEvents } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { markLanesDue } from "./lanes.ts";
import { outbox } from "./work-tables.ts";

export interface DeadEvent {
	eventId: string;
	type: string;
	customerId: string | null;
	attempts: number;
	receivedAt: Date;
	error: string | null;
}

export interface DeadEffect {
	key: string;
	attempts: number;
	createdAt: Date;
	error: string | null;
}

export function listDeadEvents(queries: Queries, limit: number): Promise<DeadEvent[]> {
	return queries
		.select({
			eventId: stripeEvents.eventId,
			type: stripeEvents.type,
			customerId: stripeEvents.lane,
			attempts: stripeEvents.attempts,
			receivedAt: stripeEvents.receivedAt,
			error: stripeEvents.lastError,
		})
		.from(stripeEvents)
		.where(eq(stripeEvents.status, "dead"))
		.orderBy(asc(stripeEvents.seq))
		.limit(limit);
}

export function listDeadEffects(queries: Queries, limit: number): Promise<DeadEffect[]> {
	return queries
		.select({
			key: outbox.effectKey,
			attempts: outbox.attempts,
			createdAt: outbox.createdAt,
			error: outbox.lastError,
		})
		.from(outbox)
		.where(eq(outbox.status, "dead"))
		.orderBy(asc(outbox.id))
		.limit(limit);
}

/** One event, or all that reached us at `since` or later. */
export type EventChoice = { eventId: string } | { since: Date };

/** The stored events of this choice by their lanes; a null lane has nothing to be applied. */
export function listChosenEvents(
	queries: Queries,
	choice: EventChoice,
): Promise<{ seq: number; lane: string | null }[]> {
	const chosen =
		"eventId" in choice
			? eq(stripeEvents.eventId, choice.eventId)
			: gte(stripeEvents.receivedAt, choice.since);
	return queries
		.select({ seq: stripeEvents.seq, lane: stripeEvents.lane })
		.from(stripeEvents)
		.where(chosen)
		.orderBy(asc(stripeEvents.seq));
}

/** Afterwards these events wait as if they had come just now, with all their tries before them. */
export async function reviveEvents(
	tx: Queries,
	events: readonly { seq: number; lane: string }[],
): Promise<void> {
	if (events.length === 0) return;
	await markLanesDue(
		tx,
		events.map((event) => event.lane),
	);
	const seqs = events.map((event) => event.seq);
	await tx
		.update(stripeEvents)
		.set({ status: "pending", outcome: null, attempts: 0, lastError: null, processedAt: null })
		.where(inArray(stripeEvents.seq, seqs));
}

/** How many of these still wait, and how many were given up again. */
export async function countLeft(
	queries: Queries,
	seqs: readonly number[],
): Promise<{ pending: number; dead: number }> {
	const [row] = await queries
		.select({
			pending: sql<number>`count(*) filter (where status = 'pending')::int`,
			dead: sql<number>`count(*) filter (where status = 'dead')::int`,
		})
		.from(stripeEvents)
		.where(inArray(stripeEvents.seq, [...seqs]));
	return { pending: row?.pending ?? 0, dead: row?.dead ?? 0 };
}

export interface AuditRow {
	at: Date;
	cause: string;
	subscriptionId: string | null;
	statusBefore: string | null;
	statusAfter: string | null;
	tierBefore: string | null;
	tierAfter: string | null;
}

/** The last changes of a user, the newest first. */
export function listAudit(queries: Queries, userId: string, limit: number): Promise<AuditRow[]> {
	return queries
		.select({
			at: audit.at,
			cause: audit.cause,
			subscriptionId: audit.subscriptionId,
			statusBefore: audit.statusBefore,
			statusAfter: audit.statusAfter,
			tierBefore: audit.tierBefore,
			tierAfter: audit.tierAfter,
		})
		.from(audit)
		.where(eq(audit.userId, userId))
		.orderBy(desc(audit.id))
		.limit(limit);
}

export interface EventLine {
	eventId: string;
	type: string;
	createdAt: Date;
	status: string;
	outcome: string | null;
}

/** The last events of a customer, and those that are named, the newest first. */
export function listEventLines(
	queries: Queries,
	wanted: { customerId: string; eventIds: readonly string[]; limit: number },
): Promise<EventLine[]> {
	return queries
		.select({
			eventId: stripeEvents.eventId,
			type: stripeEvents.type,
			createdAt: stripeEvents.createdAt,
			status: stripeEvents.status,
			outcome: stripeEvents.outcome,
		})
		.from(stripeEvents)
		.where(
			or(
				eq(stripeEvents.lane, wanted.customerId),
				inArray(stripeEvents.eventId, ["", ...wanted.eventIds]),
			),
		)
		.orderBy(desc(stripeEvents.seq))
		.limit(wanted.limit);
}
