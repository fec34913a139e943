// One lane per customer: a lock with a lease, and the mark that the inbox has work for it.
import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { BillingError } from "../domain/errors.ts";
import { lanes } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

/**
 * The right to write for one lane, until `leaseSeconds` after it was taken. `epoch` fences: when another
 * holder took over meanwhile, `confirmLease` refuses the write. `version` is the work seen. `apart`
 * says why the lane is handled by itself: `tied`, `failed`, `follow-up`, or `fetch:<why>`.
 */
export interface Lease {
	lane: string;
	epoch: number;
	version: number;
	failures: number;
	apart: string | null;
}

// The work of a killed process is to be taken over within half a minute, the next look and a busy
// machine included. Longer than any Stripe call but one that hangs twice in a row: its write is
// then fenced off, and whoever took over does the work again.
const leaseSeconds = 25;

const leaseEnd = sql`now() + make_interval(secs => ${leaseSeconds})`;
const free = or(isNull(lanes.lockedUntil), lt(lanes.lockedUntil, sql`now()`));
const leaseColumns = {
	lane: lanes.lane,
	epoch: lanes.epoch,
	version: lanes.version,
	failures: lanes.failures,
	apart: lanes.apart,
};

/** Takes the lane when nobody holds it; null while somebody does. */
export async function tryTakeLane(
	queries: Queries,
	lane: string,
	holder: string,
): Promise<Lease | null> {
	const [lease] = await queries
		.insert(lanes)
		.values({ lane, lockedBy: holder, lockedUntil: leaseEnd, epoch: 1 })
		.onConflictDoUpdate({
			target: lanes.lane,
			set: { lockedBy: holder, lockedUntil: leaseEnd, epoch: sql`${lanes.epoch} + 1` },
			...(free && { setWhere: free }),
		})
		.returning(leaseColumns);
	return lease ?? null;
}

/** Takes the lane that is due longest of those handled by themselves; null when none is free. */
export async function takeApartLane(queries: Queries, holder: string): Promise<Lease | null> {
	const due = sql`(select lane from lanes
		where run_at <= now() and apart is not null
			and (locked_until is null or locked_until < now())
		order by run_at limit 1 for update skip locked)`;
	const [lease] = await queries
		.update(lanes)
		.set({ lockedBy: holder, lockedUntil: leaseEnd, epoch: sql`${lanes.epoch} + 1` })
		.where(eq(lanes.lane, due))
		.returning(leaseColumns);
	return lease ?? null;
}

/**
 * Locks due lanes until the transaction ends: nobody else takes them or adds to them meanwhile. The
 * epoch is raised with `settleLanes`, so that a holder that slept through its lease is fenced.
 */
export async function lockDueLanes(tx: Queries, limit: number): Promise<string[]> {
	const rows = await tx
		.select({ lane: lanes.lane })
		.from(lanes)
		.where(and(sql`${lanes.runAt} <= now()`, isNull(lanes.apart), free))
		.orderBy(lanes.runAt)
		.limit(limit)
		.for("update", { skipLocked: true });
	return rows.map((row) => row.lane);
}

/** What becomes of a lane locked by `lockDueLanes`: `again` after so many seconds, or apart for a reason. */
export type LaneFate = { done: true } | { againInSeconds: number } | { apart: string };

export async function settleLanes(
	tx: Queries,
	fates: ReadonlyMap<string, LaneFate>,
): Promise<void> {
	const groups = Map.groupBy(fates, ([, fate]) => JSON.stringify(fate));
	for (const group of groups.values()) {
		const fate = group[0]?.[1] ?? { done: true };
		await tx
			.update(lanes)
			.set({ ...unlocked, epoch: sql`${lanes.epoch} + 1`, ...columnsOf(fate) })
			.where(
				inArray(
					lanes.lane,
					group.map(([lane]) => lane),
				),
			);
	}
}

function columnsOf(fate: LaneFate) {
	if ("apart" in fate) return { apart: fate.apart };
	if ("done" in fate) return { runAt: null, failures: 0 };
	return { runAt: sql`now() + make_interval(secs => ${fate.againInSeconds})` };
}

/** Has these lanes handled by themselves from now on: together they failed. */
export async function setLanesApart(
	queries: Queries,
	names: readonly string[],
	reason: string,
): Promise<void> {
	if (names.length === 0) return;
	await queries
		.update(lanes)
		.set({ apart: reason })
		.where(and(inArray(lanes.lane, [...names]), isNull(lanes.apart)));
}

/**
 * Fences a transaction: locks the lane's row until its end, or throws when the lease was lost, so
 * that a holder that slept through its lease cannot write over its successor.
 */
export async function confirmLease(tx: Queries, lease: Lease): Promise<void> {
	const held = await tx
		.select({ lane: lanes.lane })
		.from(lanes)
		.where(and(eq(lanes.lane, lease.lane), eq(lanes.epoch, lease.epoch)))
		.for("update");
	if (held.length === 0)
		throw new BillingError("unavailable", { cause: new Error(`lost lease of ${lease.lane}`) });
}

/** Gives the lane up; its work, if any, stays due. */
export async function releaseLane(queries: Queries, lease: Lease): Promise<void> {
	await queries.update(lanes).set(unlocked).where(heldBy(lease));
}

/** Gives the lane up as done, unless work arrived since it was taken: then it stays due. */
export async function finishLane(queries: Queries, lease: Lease): Promise<void> {
	const unseen = sql`${lanes.version} <> ${lease.version}`;
	await queries
		.update(lanes)
		.set({
			...unlocked,
			runAt: sql`case when ${unseen} then ${lanes.runAt} end`,
			apart: sql`case when ${unseen} then ${lanes.apart} end`,
			failures: 0,
		})
		.where(heldBy(lease));
}

/** Gives the lane up to be tried again after `seconds`. */
export async function postponeLane(queries: Queries, lease: Lease, seconds: number): Promise<void> {
	await queries
		.update(lanes)
		.set({
			...unlocked,
			runAt: sql`now() + make_interval(secs => ${seconds})`,
			failures: lease.failures + 1,
		})
		.where(heldBy(lease));
}

/** Marks work for lanes. Take these row locks before inserting, so that seq order is commit order. */
export async function markLanesDue(tx: Queries, names: Iterable<string>): Promise<void> {
	// In one order everywhere, so that two batches cannot block each other.
	const sorted = [...new Set(names)].sort();
	if (sorted.length === 0) return;
	await tx
		.insert(lanes)
		.values(sorted.map((lane) => ({ lane, version: 1, runAt: sql`now()` })))
		.onConflictDoUpdate({ target: lanes.lane, set: due });
}

/** Has Stripe asked about these customers, for the reason `why`, which the audit will name. */
export async function markLanesToFetch(
	tx: Queries,
	names: Iterable<string>,
	why: string,
): Promise<void> {
	await markLanesApart(tx, names, `fetch:${why}`);
}

/** Has these customers handled by themselves, for the given reason. */
export async function markLanesApart(
	tx: Queries,
	names: Iterable<string>,
	apart: string,
): Promise<void> {
	const sorted = [...new Set(names)].sort();
	if (sorted.length === 0) return;
	await tx
		.insert(lanes)
		.values(sorted.map((lane) => ({ lane, version: 1, runAt: sql`now()`, apart })))
		.onConflictDoUpdate({ target: lanes.lane, set: { ...due, apart } });
}

const due = {
	version: sql`${lanes.version} + 1`,
	runAt: sql`least(coalesce(${lanes.runAt}, now()), now())`,
};
const unlocked = { lockedBy: null, lockedUntil: null };

function heldBy(lease: Lease) {
	return and(eq(lanes.lane, lease.lane), eq(lanes.epoch, lease.epoch));
}
