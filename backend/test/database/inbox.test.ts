import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { createInbox, type InboxLimits } from "../../src/database/inbox.ts";
import type { ReceivedEvent } from "../../src/database/stripe-events.ts";
import { engines, newDatabase } from "../support/databases.ts";

const limits: InboxLimits = { batchMax: 100, waitingMax: 1_000, waitingBytesMax: 1_000_000 };

function anEvent(fields: Partial<ReceivedEvent> = {}): ReceivedEvent {
	return {
		eventId: `evt_${randomUUID().replaceAll("-", "")}`,
		type: "invoice.paid",
		apiVersion: null,
		createdAt: new Date("2026-03-01T00:00:00Z"),
		lane: "cus_1",
		payload: "{}",
		ignoredBecause: null,
		receivedBy: "webhook",
		...fields,
	};
}

const manyEvents = (count: number) =>
	Array.from({ length: count }, (_, at) => anEvent({ lane: `cus_${at % 7}` }));

/** Counts the transactions that the inbox asks for. */
function counting(database: Database) {
	const counter = { transactions: 0 };
	const transaction: Database["transaction"] = (work) => {
		counter.transactions++;
		return database.transaction(work);
	};
	return { counter, database: { ...database, transaction } };
}

describe.each(engines)("the inbox's group commit, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	afterAll(() => database.close());

	async function storedOf(events: readonly ReceivedEvent[]): Promise<string[]> {
		const ids = new Set(events.map((event) => event.eventId));
		const rows = await database.queries.select({ id: stripeEvents.eventId }).from(stripeEvents);
		return rows.flatMap((row) => (ids.has(row.id) ? row.id : []));
	}

	test("stores what arrives together by few statements, each answered after its commit", async () => {
		const { counter, database: counted } = counting(database);
		const inbox = createInbox(counted, limits);
		const events = manyEvents(150);
		const answers = await Promise.all(
			events.map(async (event) => {
				const isNew = await inbox.put(event);
				return isNew && (await storedOf([event])).length === 1;
			}),
		);
		expect(answers.every(Boolean)).toBe(true);
		// A full batch, and the rest.
		expect(counter.transactions).toBe(2);
	});

	test("says of a repeated event that it was there before", async () => {
		const inbox = createInbox(database, limits);
		const event = anEvent();
		expect(await inbox.put(event)).toBe(true);
		expect(await inbox.put(event)).toBe(false);
		expect(await storedOf([event])).toHaveLength(1);
	});

	test("one event that cannot be stored does not harm those beside it", async () => {
		const inbox = createInbox(database, limits);
		const good = manyEvents(9);
		const bad = anEvent({ payload: "a byte that no text holds: \u0000" });
		const results = await Promise.allSettled([...good, bad].map((event) => inbox.put(event)));
		expect(results.map((result) => result.status)).toEqual([
			...good.map(() => "fulfilled"),
			"rejected",
		]);
		expect(await storedOf(good)).toHaveLength(9);
	});

	test("refuses with a time to come back when too much waits, by number and by size", async () => {
		for (const tight of [
			{ ...limits, waitingMax: 3 },
			{ ...limits, waitingBytesMax: 6 },
		]) {
			const inbox = createInbox(database, tight);
			const events = manyEvents(40);
			const results = await Promise.allSettled(events.map((event) => inbox.put(event)));
			const refused = results.flatMap((result) =>
				result.status === "rejected" ? [result.reason] : [],
			);
			expect(refused.length).toBeGreaterThan(30);
			expect(refused[0]).toMatchObject({ code: "unavailable", details: { retryAfterSeconds: 5 } });
			// Nothing was acknowledged that is not there, and what was refused is not.
			expect(await storedOf(events)).toHaveLength(40 - refused.length);
			expect(await inbox.put(anEvent())).toBe(true);
		}
	});

	test("an outage refuses what waits, and the next delivery is stored again", async () => {
		let away = true;
		const transaction: Database["transaction"] = (work) =>
			away
				? Promise.reject(Object.assign(new Error("gone"), { code: "57P01" }))
				: database.transaction(work);
		const inbox = createInbox({ ...database, transaction }, limits);
		const events = manyEvents(5);
		const results = await Promise.allSettled(events.map((event) => inbox.put(event)));
		expect(results.every((result) => result.status === "rejected")).toBe(true);
		away = false;
		expect(await Promise.all(events.map((event) => inbox.put(event)))).not.toContain(false);
	});

	test("batches of the same events from two processes do not block each other", async () => {
		const events = manyEvents(300);
		const [one, two] = [createInbox(database, limits), createInbox(database, limits)];
		const results = await Promise.all([
			...events.map((event) => one.put(event)),
			...[...events].reverse().map((event) => two.put(event)),
		]);
		expect(results).toHaveLength(600);
		expect(await storedOf(events)).toHaveLength(300);
	});
});
