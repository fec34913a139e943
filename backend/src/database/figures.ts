// How the work stands, in numbers: each query walks an index that holds only what waits or went wrong.
import { and, count, eq, isNotNull, or, sql } from "drizzle-orm";
import { lanes, stripeEvents } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { countUndelivered } from "./event-gaps.ts";
import { users } from "./identity-tables.ts";
import { type JobRow, listJobs } from "./jobs.ts";
import { outbox } from "./work-tables.ts";

/** Ages in seconds; 0 when nothing waits. */
export interface Figures {
	pendingEvents: number;
	oldestPendingSeconds: number;
	deadEvents: number;
	/** Stripe has them in its list and has not delivered them. */
	undeliveredEvents: number;
	/** Due now. `together`: folded in batches; otherwise why a lane is handled by itself. */
	lanes: { kind: string; due: number; oldestSeconds: number }[];
	outbox: { kind: string; pending: number; dead: number; oldestSeconds: number }[];
	jobs: JobRow[];
}

export async function readFigures(queries: Queries): Promise<Figures> {
	const waiting = await readWaiting(queries);
	return {
		pendingEvents: waiting.events,
		oldestPendingSeconds: waiting.seconds,
		deadEvents: await queries.$count(stripeEvents, eq(stripeEvents.status, "dead")),
		undeliveredEvents: await countUndelivered(queries),
		lanes: await readLanes(queries),
		outbox: await readOutbox(queries),
		jobs: await listJobs(queries),
	};
}

// The lowest number is the oldest: an index that has no instants is enough.
async function readWaiting(queries: Queries) {
	const waiting = queries.$with("waiting").as(
		queries
			.select({
				events: sql<number>`count(*)::int`.as("events"),
				first: sql<number>`min(${stripeEvents.seq})`.as("first"),
			})
			.from(stripeEvents)
			.where(eq(stripeEvents.status, "pending")),
	);
	const [row] = await queries
		.with(waiting)
		.select({ events: waiting.events, seconds: ageOf(stripeEvents.receivedAt) })
		.from(waiting)
		.leftJoin(stripeEvents, eq(stripeEvents.seq, waiting.first));
	return row ?? { events: 0, seconds: 0 };
}

function readLanes(queries: Queries): Promise<Figures["lanes"]> {
	const kind = sql<string>`coalesce(split_part(${lanes.apart}, ':', 1), 'together')`;
	return queries
		.select({
			kind,
			due: sql<number>`count(*)::int`,
			oldestSeconds: ageOf(sql`min(${lanes.runAt})`),
		})
		.from(lanes)
		.where(and(isNotNull(lanes.runAt), sql`${lanes.runAt} <= now()`))
		.groupBy(sql`1`);
}

async function readOutbox(queries: Queries): Promise<Figures["outbox"]> {
	const pending = await queries
		.select({
			kind: outbox.kind,
			effects: sql<number>`count(*)::int`,
			seconds: ageOf(sql`min(${outbox.createdAt})`),
		})
		.from(outbox)
		.where(eq(outbox.status, "pending"))
		.groupBy(outbox.kind);
	const dead = await queries
		.select({ kind: outbox.kind, effects: count() })
		.from(outbox)
		.where(eq(outbox.status, "dead"))
		.groupBy(outbox.kind);
	return outbox.kind.enumValues.map((kind) => {
		const waits = pending.find((row) => row.kind === kind);
		return {
			kind,
			pending: waits?.effects ?? 0,
			dead: dead.find((row) => row.kind === kind)?.effects ?? 0,
			oldestSeconds: waits?.seconds ?? 0,
		};
	});
}

function ageOf(instant: unknown) {
	return sql<number>`greatest(coalesce(extract(epoch from now() - ${instant}), 0), 0)::float8`;
}

/** How many users have each status and tier; those who never had either are left out. */
export function countUsers(
	queries: Queries,
): Promise<{ status: string | null; tier: string | null; users: number }[]> {
	return queries
		.select({ status: users.subscriptionStatus, tier: users.subscriptionTier, users: count() })
		.from(users)
		.where(or(isNotNull(users.subscriptionStatus), isNotNull(users.subscriptionTier)))
		.groupBy(users.subscriptionStatus, users.subscriptionTier);
}
