// One lane per customer: a lock with a lease, and the mark that the inbox has work for it.
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { BillingError } from "../domain/errors.ts";
import { lanes } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

/**
 * The right to write for one lane, until `leaseSeconds` after it was taken. `epoch` fences: when another
 * holder took over meanwhile, `confirmLease` refuses the write. `version` is the work seen.
 */
export interface Lease {
	lane: string;
	epoch: number;
	version: number;
	failures: number;
}

// Longer than the longest Stripe call (10 s, retried twice), and short enough that the work of a
// killed process is taken over within half a minute.
const leaseSeconds = 30;

const leaseEnd = sql`now() + make_interval(secs => ${leaseSeconds})`;
const free = or(isNull(lanes.lockedUntil), lt(lanes.lockedUntil, sql`now()`));
const leaseColumns = {
	lane: lanes.lane,
	epoch: lanes.epoch,
	version: lanes.version,
	failures: lanes.failures,
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

/** Takes the lane whose work is due longest; null when none is due and free. */
export async function takeDueLane(queries: Queries, holder: string): Promise<Lease | null> {
	const due = sql`(select lane from lanes
		where run_at <= now() and (locked_until is null or locked_until < now())
		order by run_at limit 1 for update skip locked)`;
	const [lease] = await queries
		.update(lanes)
		.set({ lockedBy: holder, lockedUntil: leaseEnd, epoch: sql`${lanes.epoch} + 1` })
		.where(eq(lanes.lane, due))
		.returning(leaseColumns);
	return lease ?? null;
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
	const seen = sql`case when ${lanes.version} = ${lease.version} then null else ${lanes.runAt} end`;
	await queries
		.update(lanes)
		.set({ ...unlocked, runAt: seen, failures: 0 })
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

/** Marks work for the lane. Take this row lock before inserting, so that seq order is commit order. */
export async function markLaneDue(tx: Queries, lane: string): Promise<void> {
	await tx
		.insert(lanes)
		.values({ lane, version: 1, runAt: sql`now()` })
		.onConflictDoUpdate({
			target: lanes.lane,
			set: {
				version: sql`${lanes.version} + 1`,
				runAt: sql`least(coalesce(${lanes.runAt}, now()), now())`,
			},
		});
}

const unlocked = { lockedBy: null, lockedUntil: null };

function heldBy(lease: Lease) {
	return and(eq(lanes.lane, lease.lane), eq(lanes.epoch, lease.epoch));
}
