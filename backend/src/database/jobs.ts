// What runs by the clock: one row per job, held by one process at a time.
import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Queries } from "./database.ts";
import { jobs } from "./work-tables.ts";

/**
 * The right to run a job until its lease ends, unless `keepJob` prolongs it. `epoch` fences, `requests`
 * is how often it had been asked for. `nowMs` is the database's clock, which all processes share.
 */
export interface JobLease {
	name: string;
	epoch: number;
	requests: number;
	failures: number;
	nowMs: number;
}

export interface JobRow {
	name: string;
	nextRunAt: Date;
	running: boolean;
	lastRunAt: Date | null;
	lastOkAt: Date | null;
	/** In a row until now. */
	failures: number;
	/** JSON: what the last run found, or how it failed. */
	lastResult: string | null;
}

const leaseSeconds = 30;
const leaseEnd = sql`now() + make_interval(secs => ${leaseSeconds})`;
const free = or(isNull(jobs.lockedUntil), lt(jobs.lockedUntil, sql`now()`));
const unlocked = { lockedBy: null, lockedUntil: null };
const leaseColumns = {
	name: jobs.name,
	epoch: jobs.epoch,
	requests: jobs.requests,
	failures: jobs.failures,
	nowMs: sql<number>`(extract(epoch from now()) * 1000)::float8`,
};

/** The database's clock, in milliseconds since 1970. */
export async function readDatabaseClock(queries: Queries): Promise<number> {
	const [row] = await queries.select({ nowMs: leaseColumns.nowMs }).from(sql`(select 1) as one`);
	return row?.nowMs ?? 0;
}

/** Afterwards each job has a row and is due at `nextRunAt` at the latest. */
export async function registerJobs(
	queries: Queries,
	rows: readonly { name: string; nextRunAt: Date }[],
): Promise<void> {
	await queries
		.insert(jobs)
		.values([...rows].sort((a, b) => (a.name < b.name ? -1 : 1)))
		.onConflictDoUpdate({
			target: jobs.name,
			set: { nextRunAt: sql`least(${jobs.nextRunAt}, excluded.next_run_at)` },
		});
}

/** Takes the job that is due longest; null when none of `names` is due and free. */
export async function claimDueJob(
	queries: Queries,
	names: readonly string[],
	holder: string,
): Promise<JobLease | null> {
	const due = queries
		.select({ name: jobs.name })
		.from(jobs)
		.where(and(inArray(jobs.name, [...names]), lte(jobs.nextRunAt, sql`now()`), free))
		.orderBy(asc(jobs.nextRunAt))
		.limit(1)
		.for("update", { skipLocked: true });
	return claim(queries, eq(jobs.name, sql`(${due})`), holder);
}

/** Takes this job whether it is due or not; null while somebody runs it. */
export function claimJob(queries: Queries, name: string, holder: string): Promise<JobLease | null> {
	return claim(queries, and(eq(jobs.name, name), free), holder);
}

async function claim(
	queries: Queries,
	which: ReturnType<typeof and>,
	holder: string,
): Promise<JobLease | null> {
	const [lease] = await queries
		.update(jobs)
		.set({
			lockedBy: holder,
			lockedUntil: leaseEnd,
			epoch: sql`${jobs.epoch} + 1`,
			lastRunAt: sql`now()`,
		})
		.where(which)
		.returning(leaseColumns);
	return lease ?? null;
}

/** Prolongs the lease; false when another process has taken over. */
export async function keepJob(queries: Queries, lease: JobLease): Promise<boolean> {
	const kept = await queries
		.update(jobs)
		.set({ lockedUntil: leaseEnd })
		.where(heldBy(lease))
		.returning({ name: jobs.name });
	return kept.length > 0;
}

/** How a run ended. `stopped`: it was told to, and is due at once for whoever comes next. */
export interface JobEnd {
	outcome: "ok" | "failed" | "stopped";
	nextInSeconds: number;
	/** JSON. */
	result: string;
}

/** Gives the job up until its next run; one that was requested meanwhile is due at once. */
export async function finishJob(queries: Queries, lease: JobLease, end: JobEnd): Promise<void> {
	const next = sql`now() + make_interval(secs => ${end.nextInSeconds})`;
	const asked = sql`${jobs.requests} <> ${lease.requests}`;
	await queries
		.update(jobs)
		.set({
			...unlocked,
			nextRunAt: sql`case when ${asked} then now() else ${next} end`,
			...(end.outcome !== "stopped" && { lastResult: end.result }),
			...(end.outcome === "ok" && { failures: 0, lastOkAt: sql`now()` }),
			...(end.outcome === "failed" && { failures: lease.failures + 1 }),
		})
		.where(heldBy(lease));
}

/** Has the job run soon, in whichever process looks first. */
export async function requestJob(queries: Queries, name: string): Promise<void> {
	await queries
		.insert(jobs)
		.values({ name, nextRunAt: sql`now()`, requests: 1 })
		.onConflictDoUpdate({
			target: jobs.name,
			set: {
				requests: sql`${jobs.requests} + 1`,
				nextRunAt: sql`least(${jobs.nextRunAt}, now())`,
			},
		});
}

/** How every job stands, for people and for metrics. */
export function listJobs(queries: Queries): Promise<JobRow[]> {
	return queries
		.select({
			name: jobs.name,
			nextRunAt: jobs.nextRunAt,
			running: sql<boolean>`coalesce(${jobs.lockedUntil} > now(), false)`,
			lastRunAt: jobs.lastRunAt,
			lastOkAt: jobs.lastOkAt,
			failures: jobs.failures,
			lastResult: jobs.lastResult,
		})
		.from(jobs)
		.orderBy(asc(jobs.name));
}

function heldBy(lease: JobLease) {
	return and(eq(jobs.name, lease.name), eq(jobs.epoch, lease.epoch));
}
