import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChaosDatabase, openChaosDatabase } from "../../chaos/world/database.ts";
import { specOf } from "../../chaos/world/run.ts";
import { liveWorld } from "../../chaos/world/world.ts";

let database: ChaosDatabase;
beforeAll(async () => {
	database = await openChaosDatabase();
});
afterAll(() => database.close());

test("customers who live through crashes, losses and failures end as Stripe has them", async () => {
	const counts = new Map<string, number>();
	const first = await liveWorld(database, specOf("short/1", 8, 60), counts);
	expect(first.problems).toEqual([]);
	expect(first.events).toBeGreaterThan(20);
	expect(counts.get("process killed")).toBeGreaterThan(0);
	const again = await liveWorld(database, specOf("short/1", 8, 60), new Map());
	expect(again.hash).toBe(first.hash);
	expect(again.history).toEqual(first.history);
}, 180_000);
