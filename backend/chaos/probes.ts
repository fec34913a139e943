// Small stories of the real inbox and the real lock on an empty database, quicker than a world.
import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { billing as catalog } from "../billing.config.ts";
import type { Database } from "../src/database/database.ts";
import { createInbox } from "../src/database/inbox.ts";
import { createLaneLock } from "../src/database/lane-lock.ts";
import { confirmLease } from "../src/database/lanes.ts";
import { openPglite } from "../src/database/pglite.ts";
import { applyLanes } from "../src/operations/apply-lanes.ts";
import { aStripeEvent, aStripeSubscription, march } from "../test/support/stripe-objects.ts";

interface Probe {
	name: string;
	run(database: Database): Promise<void>;
}

const limits = { batchMax: 10, waitingMax: 10, waitingBytesMax: 1_000_000 };
const now = () => new Date(march * 1000);
const quiet = { info() {}, warn() {}, error() {} };

function received() {
	const event = aStripeEvent("customer.subscription.updated", aStripeSubscription());
	return {
		eventId: String(event.id),
		type: String(event.type),
		apiVersion: null,
		createdAt: now(),
		lane: "cus_1",
		payload: JSON.stringify(event),
		ignoredBecause: null,
		receivedBy: "webhook" as const,
	};
}

async function count(database: Database, table: string): Promise<number> {
	return database.queries.$count(sql.raw(table));
}

export const probes: readonly Probe[] = [
	{
		name: "what was acknowledged is committed",
		async run(database) {
			const committed: boolean[] = [];
			const slow: Database = {
				...database,
				transaction: async (work) => {
					await new Promise((resolve) => setTimeout(resolve, 20));
					const result = await database.transaction(work);
					committed.push(true);
					return result;
				},
			};
			await createInbox(slow, limits).put(received());
			assert.deepEqual(committed, [true]);
		},
	},
	{
		name: "what was not stored is not acknowledged",
		async run(database) {
			const broken: Database = {
				...database,
				transaction: () => Promise.reject(Object.assign(new Error("gone"), { code: "08006" })),
			};
			await assert.rejects(createInbox(broken, limits).put(received()));
		},
	},
	{
		name: "what was stored is applied, although it was stored before",
		async run(database) {
			await createInbox(database, limits).put(received());
			const clock = { now, wallNow: now, monotonicMs: () => 0 };
			await applyLanes({ database, catalog, clock, log: quiet });
			assert.equal(await count(database, "subscriptions"), 1);
		},
	},
	{
		name: "a lane has one holder, and who lost it cannot write",
		async run(database) {
			const [one, other] = ["one", "other"].map((name) => createLaneLock(database, name));
			let holders = 0;
			const hold = async () => {
				assert.equal(++holders, 1);
				await new Promise((resolve) => setTimeout(resolve, 60));
				holders--;
			};
			await Promise.all([one?.withLane("cus_1", hold), other?.withLane("cus_1", hold)]);
			await one?.withLane("cus_1", async (lease) => {
				await database.queries.execute(sql`update lanes set locked_until = now() - interval '1 s'`);
				await other?.withLane("cus_1", async () => {});
				await assert.rejects(database.transaction((tx) => confirmLease(tx, lease)));
			});
		},
	},
];

/** The name of the first that does not hold; null when all do. */
export async function firstBroken(): Promise<string | null> {
	for (const { name, run } of probes) {
		const database = await openPglite(null);
		try {
			await run(database);
		} catch {
			return name;
		} finally {
			await database.close();
		}
	}
	return null;
}
