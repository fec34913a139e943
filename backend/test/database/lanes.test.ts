import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lanes } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import {
	confirmLease,
	finishLane,
	type Lease,
	markLanesToFetch,
	postponeLane,
	releaseLane,
	takeApartLane,
	tryTakeLane,
} from "../../src/database/lanes.ts";
import { engines, newDatabase } from "../support/databases.ts";

describe.each(engines)("a lane, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	beforeEach(() => database.queries.delete(lanes));
	afterAll(() => database.close());

	const take = (holder: string) => tryTakeLane(database.queries, "cus_1", holder);
	const takeDue = () => takeApartLane(database.queries, "worker");
	const markDue = (lane = "cus_1") => markLanesToFetch(database.queries, [lane], "a test");
	const confirm = (lease: Lease) => database.transaction((tx) => confirmLease(tx, lease));

	async function row() {
		const [found] = await database.queries.select().from(lanes).where(eq(lanes.lane, "cus_1"));
		return found!;
	}

	// Instead of waiting for it: the lease's end is put behind us.
	async function endLease(): Promise<void> {
		const past = sql`now() - interval '1 second'`;
		await database.queries.update(lanes).set({ lockedUntil: past });
	}

	test("is held by one holder at a time", async () => {
		const lease = (await take("one"))!;
		expect(await take("two")).toBeNull();
		expect(await take("one")).toBeNull();
		await releaseLane(database.queries, lease);
		expect(await take("two")).toMatchObject({ lane: "cus_1", epoch: lease.epoch + 1 });
	});

	test("is taken over once the lease of its holder has ended", async () => {
		await take("dead");
		await endLease();
		expect(await take("heir")).toMatchObject({ epoch: 2 });
		expect(await row()).toMatchObject({ lockedBy: "heir" });
	});

	test("refuses the write of a holder that slept through its lease", async () => {
		const asleep = (await take("sleeper"))!;
		await confirm(asleep);
		await endLease();
		const heir = (await take("heir"))!;
		await expect(confirm(asleep)).rejects.toMatchObject({ code: "unavailable" });
		await confirm(heir);
	});

	test("cannot be given up by a holder that lost it", async () => {
		await markDue();
		const asleep = (await takeDue())!;
		await endLease();
		await take("heir");
		await releaseLane(database.queries, asleep);
		await finishLane(database.queries, asleep);
		await postponeLane(database.queries, asleep, 60);
		expect(await row()).toMatchObject({ lockedBy: "heir", failures: 0 });
		expect((await row()).runAt!.getTime()).toBeLessThanOrEqual(Date.now());
	});

	test("whose work is done is due no more", async () => {
		await markDue();
		await finishLane(database.queries, (await takeDue())!);
		expect(await row()).toMatchObject({ runAt: null, lockedBy: null, lockedUntil: null });
		expect(await takeDue()).toBeNull();
	});

	test("keeps the work that arrived while it was held", async () => {
		await markDue();
		const lease = (await takeDue())!;
		await markDue();
		expect(await takeDue()).toBeNull();
		await finishLane(database.queries, lease);
		expect(await takeDue()).toMatchObject({ lane: "cus_1" });
	});

	test("keeps its work when it was held for something else", async () => {
		const lease = (await take("checkout"))!;
		await markDue();
		await releaseLane(database.queries, lease);
		expect(await takeDue()).toMatchObject({ lane: "cus_1" });
	});

	test("that failed waits, counts its failures, and forgets them when it is done", async () => {
		await markDue();
		await postponeLane(database.queries, (await takeDue())!, 60);
		expect(await takeDue()).toBeNull();
		await database.queries.update(lanes).set({ runAt: sql`now()` });
		const again = (await takeDue())!;
		expect(again.failures).toBe(1);
		await finishLane(database.queries, again);
		expect(await row()).toMatchObject({ failures: 0 });
	});

	test("that waits after a failure is due at once when new work arrives", async () => {
		await markDue();
		await postponeLane(database.queries, (await takeDue())!, 60);
		await markDue();
		expect(await takeDue()).not.toBeNull();
	});

	test("is taken before another when its work waits longer, and never while it is held", async () => {
		for (const lane of ["cus_a", "cus_b", "cus_c"]) await markDue(lane);
		const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;
		for (const [lane, seconds] of [["cus_b", 30] as const, ["cus_c", 20] as const])
			await database.queries
				.update(lanes)
				.set({ runAt: ago(seconds) })
				.where(eq(lanes.lane, lane));
		const order = [await takeDue(), await takeDue(), await takeDue()];
		expect(order.map((lease) => lease?.lane)).toEqual(["cus_b", "cus_c", "cus_a"]);
		expect(await takeDue()).toBeNull();
		await endLease();
		expect(await takeDue()).toMatchObject({ lane: "cus_b", epoch: 2 });
	});

	test("is never held by two of eight takers", async () => {
		const names = Array.from({ length: 20 }, (_, at) => `cus_${at}`);
		for (const name of names) await markDue(name);
		const held = new Set<string>();
		const taken: string[] = [];
		const worker = async () => {
			for (let lease = await takeDue(); lease; lease = await takeDue()) {
				expect(held.has(lease.lane)).toBe(false);
				held.add(lease.lane);
				taken.push(lease.lane);
				await confirm(lease);
				held.delete(lease.lane);
				await finishLane(database.queries, lease);
			}
		};
		await Promise.all(Array.from({ length: 8 }, worker));
		// A taker may find nothing while others hold the last rows, so the rest is taken by one.
		await worker();
		expect(taken.sort()).toEqual(names.sort());
	});

	test.runIf(engine === "postgres")(
		"confirmed in a transaction waits with its heir until that has ended",
		async () => {
			const lease = (await take("one"))!;
			await endLease();
			const order: string[] = [];
			let heir: Promise<unknown> = Promise.resolve();
			await database.transaction(async (tx) => {
				await confirmLease(tx, lease);
				heir = take("heir").then(() => order.push("taken"));
				await untilSomebodyWaits(tx);
				order.push("written");
			});
			await heir;
			expect(order).toEqual(["written", "taken"]);
		},
	);
});

async function untilSomebodyWaits(tx: Database["queries"]): Promise<void> {
	for (;;) {
		const waiting = await tx.execute(sql`select pid from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`);
		if (Number((waiting as { rowCount?: unknown }).rowCount) > 0) return;
		await tx.execute(sql`select pg_stat_clear_snapshot()`);
	}
}
