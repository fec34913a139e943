import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { createInbox } from "../../src/database/inbox.ts";
import type { ReceivedEvent } from "../../src/database/stripe-events.ts";
import { syncCustomer } from "../../src/operations/sync-customer.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { startBackend } from "../support/start.ts";
import { march } from "../support/stripe-objects.ts";
import { secret, send, subscriptionRow, untilStatus, userRow } from "../support/subscribe.ts";
import { aSubscriber, startWatchedHouse, type WatchedHouse } from "../support/subscribers.ts";

const updated = "customer.subscription.updated";

describe.each(engines)("many writers, on %s:", (engine) => {
	let house: WatchedHouse;
	beforeAll(async () => {
		house = await startWatchedHouse(engine);
	});
	afterAll(() => house.close());

	test("thirty-two workers on one customer lose nothing and leave one unbroken trail", async () => {
		const { subscription, user, customerId, sights } = await aSubscriber(house);
		const { id } = subscription;
		const others = engine === "postgres" ? [await another(house), await another(house)] : [];
		const items = [{ id: subscription.items.data[0]?.id ?? "", quantity: 3 }];
		await house.stripe.subscriptions.update(id, { items });
		await house.stripe.subscriptions.cancel(id);
		const events = await sights();
		const houses = [house, ...others];
		const workers = Array.from({ length: 32 }, async (_, at) => {
			const here = houses[at % houses.length]!;
			if (at % 2 === 0) await syncCustomer(here.app.deps, customerId, "fetch:worker");
			else await send(here, events[at % events.length]);
		});
		await Promise.all(workers);
		await untilStatus(house, "applied", ...events);
		expect(await subscriptionRow(house, id)).toMatchObject({ status: "canceled", quantity: 3 });
		const row = await userRow(house, user.id);
		expect(row).toMatchObject({ subscriptionStatus: "canceled", subscriptionTier: null });
		const { queries } = house.app.deps.database;
		const trail = await queries
			.select()
			.from(audit)
			.where(eq(audit.userId, user.id))
			.orderBy(asc(audit.id));
		for (const [at, change] of trail.entries())
			expect(change.statusBefore).toBe(at === 0 ? null : trail[at - 1]!.statusAfter);
		expect(trail.at(-1)).toMatchObject({ statusAfter: "canceled" });
		for (const other of others) await other.close();
	}, 60_000);
});

function another(house: WatchedHouse) {
	const { location, line, simulator } = house;
	const through = { ...simulator, url: line.url };
	return startBackend({ simulator: through, location, webhookSecrets: [secret] });
}

// PGlite has one connection: nobody is there to be in conflict with.
describe.runIf(engines.includes("postgres"))("a conflict in PostgreSQL", () => {
	let location: { url: string };
	let other: pg.Client;
	beforeAll(async () => {
		location = (await newDatabase("postgres")) as { url: string };
		await (await openDatabase(location, () => {})).close();
		other = new pg.Client({ connectionString: location.url });
		await other.connect();
		// The other one never gives in, so that it is ours who has to.
		await other.query("set deadlock_timeout = '1h'");
	});
	afterAll(() => other.end());

	const lockLane = (lane: string) =>
		other.query("select 1 from lanes where lane = $1 for update", [lane]);

	async function untilSomebodyWaits(): Promise<void> {
		const waiting = `select pid from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`;
		while ((await other.query(waiting)).rows.length === 0) {
			await sleep(5);
			await other.query("select pg_stat_clear_snapshot()");
		}
	}

	/** An inbox whose failed transactions are noted. */
	async function anInbox(url: string) {
		const database = await openDatabase({ url }, () => {});
		const failures: unknown[] = [];
		const transaction: Database["transaction"] = (work) =>
			database.transaction(work).catch((error) => {
				failures.push(error.cause?.code);
				throw error;
			});
		const limits = { batchMax: 10, waitingMax: 10, waitingBytesMax: 1e6 };
		return { database, failures, inbox: createInbox({ ...database, transaction }, limits) };
	}

	const received = (lane: string): ReceivedEvent => ({
		eventId: `evt_${randomUUID().replaceAll("-", "")}`,
		type: updated,
		apiVersion: null,
		createdAt: new Date(march * 1000),
		lane,
		payload: "{}",
		ignoredBecause: null,
		receivedBy: "webhook",
	});

	test("of lanes locked in opposite orders costs one more try, and nothing is refused", async () => {
		const { database, failures, inbox } = await anInbox(location.url);
		await inbox.put(received("cus_low"));
		await inbox.put(received("cus_high"));
		await other.query("begin");
		await lockLane("cus_low");
		// The first may go alone; the others wait for it and go together, in the order of lanes.
		const puts = ["cus_else", "cus_low", "cus_high"].map((lane) => inbox.put(received(lane)));
		await untilSomebodyWaits();
		// Ours has "cus_high" and waits for "cus_low": now each waits for the other.
		await lockLane("cus_high");
		await other.query("commit");
		expect(await Promise.all(puts)).toEqual([true, true, true]);
		expect(failures).toEqual(["40P01"]);
		await database.close();
	}, 60_000);

	test("of two writers under stricter isolation costs one more try, and nothing is refused", async () => {
		const url = new URL(location.url);
		url.searchParams.set("options", "-c default_transaction_isolation=repeatable\\ read");
		const { database, failures, inbox } = await anInbox(url.href);
		await inbox.put(received("cus_low"));
		await other.query("begin");
		await other.query("update lanes set version = version + 1 where lane = 'cus_low'");
		const put = inbox.put(received("cus_low"));
		await untilSomebodyWaits();
		await other.query("commit");
		expect(await put).toBe(true);
		expect(failures).toEqual(["40001"]);
		await database.close();
	});
});
