import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lanes } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { createLaneLock } from "../../src/database/lane-lock.ts";
import { releaseLane, tryTakeLane } from "../../src/database/lanes.ts";
import { engines, newDatabase } from "../support/databases.ts";

describe.each(engines)("the lock of a lane, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	afterAll(() => database.close());

	test("lets its process in by the order of asking", async () => {
		const lock = createLaneLock(database, "one");
		const asked = Array.from({ length: 20 }, (_, at) => at);
		const entered: number[] = [];
		await Promise.all(asked.map((at) => lock.withLane("cus_1", async () => entered.push(at))));
		expect(entered).toEqual(asked);
	});

	test("lets in one at a time: fifty at once, of four processes, lose nothing", async () => {
		const locks = ["a", "b", "c", "d"].map((holder) => createLaneLock(database, holder));
		let inside = 0;
		let count = 0;
		const addOne = async () => {
			expect(++inside).toBe(1);
			const before = count;
			await database.queries.execute(sql`select 1`);
			count = before + 1;
			inside--;
		};
		await Promise.all(
			Array.from({ length: 50 }, (_, at) => locks[at % 4]!.withLane("cus_1", addOne)),
		);
		expect(count).toBe(50);
	});

	test("hands on what the work answers or throws, and is free again after both", async () => {
		const lock = createLaneLock(database, "one");
		expect(await lock.withLane("cus_1", async () => "done")).toBe("done");
		const failing = lock.withLane("cus_1", () => Promise.reject(new Error("broken")));
		await expect(failing).rejects.toThrow("broken");
		expect(await createLaneLock(database, "two").withLane("cus_1", async () => "in")).toBe("in");
	});

	test("of one customer keeps nobody from another", async () => {
		const lock = createLaneLock(database, "one");
		let open = () => {};
		const opened = new Promise<void>((resolve) => {
			open = resolve;
		});
		// The first can only end once the second, which began after it, is inside.
		const first = lock.withLane("cus_1", () => opened);
		await Promise.all([first, lock.withLane("cus_2", async () => open())]);
	});

	test("waits for a holder elsewhere", async () => {
		const elsewhere = (await tryTakeLane(database.queries, "cus_3", "elsewhere"))!;
		const order: string[] = [];
		const lock = createLaneLock(database, "here");
		const entering = lock.withLane("cus_3", async () => order.push("entered"));
		for (let at = 0; at < 5; at++) await database.queries.execute(sql`select 1`);
		order.push("released");
		await releaseLane(database.queries, elsewhere);
		await entering;
		expect(order).toEqual(["released", "entered"]);
	});

	test("waits for a dead holder no longer than its lease", async () => {
		await tryTakeLane(database.queries, "cus_4", "dead");
		const lock = createLaneLock(database, "heir");
		const entering = lock.withLane("cus_4", async (lease) => lease.epoch);
		await database.queries
			.update(lanes)
			.set({ lockedUntil: sql`now() - interval '1 second'` })
			.where(sql`${lanes.lane} = 'cus_4'`);
		expect(await entering).toBe(2);
	});
});
