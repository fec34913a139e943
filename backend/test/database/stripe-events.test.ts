import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lanes, stripeEvents } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import {
	listPendingEvents,
	markEventFailed,
	markEventsApplied,
	type ReceivedEvent,
	recordEvents,
} from "../../src/database/stripe-events.ts";
import { engines, newDatabase } from "../support/databases.ts";

function anEvent(fields: Partial<ReceivedEvent> = {}): ReceivedEvent {
	return {
		eventId: `evt_${randomUUID().replaceAll("-", "")}`,
		type: "invoice.paid",
		apiVersion: "2026-10-28.endive",
		createdAt: new Date("2026-03-01T00:00:00Z"),
		lane: "cus_1",
		payload: "{}",
		ignoredBecause: null,
		receivedBy: "webhook",
		...fields,
	};
}

describe.each(engines)("the inbox, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
	});
	afterAll(() => database.close());

	const pending = (lane: string, limit = 100) => listPendingEvents(database.queries, [lane], limit);

	// True when it had not been stored before.
	const record = async (event: ReceivedEvent) =>
		(await recordEvents(database, [event])).has(event.eventId);

	async function row(eventId: string) {
		const [found] = await database.queries
			.select()
			.from(stripeEvents)
			.where(eq(stripeEvents.eventId, eventId));
		return found!;
	}

	test("stores one event once, though it comes fifty times at once", async () => {
		const event = anEvent({ lane: "cus_once" });
		const stored = await Promise.all(Array.from({ length: 50 }, () => record(event)));
		expect(stored.filter(Boolean)).toHaveLength(1);
		expect(await pending("cus_once")).toHaveLength(1);
	});

	test("keeps the first payload when the same id comes with another", async () => {
		const event = anEvent({ payload: "first" });
		await record(event);
		expect(await record({ ...event, payload: "second" })).toBe(false);
		expect((await row(event.eventId)).payload).toBe("first");
	});

	test("keeps the text as it was signed", async () => {
		const payload = '{ "name": "\\u0000 \\ud83d 𝕬 \u202e", "n": 9007199254740993 }\n';
		const event = anEvent({ payload });
		await record(event);
		expect((await row(event.eventId)).payload).toBe(payload);
	});

	test("stores what has no effect as ignored, and wakes nobody for it", async () => {
		const event = anEvent({ lane: null, ignoredBecause: "a type without effect here" });
		expect(await record(event)).toBe(true);
		const outcome = "a type without effect here";
		expect(await row(event.eventId)).toMatchObject({ status: "ignored", outcome, lane: null });
	});

	test("marks the lane due together with the event", async () => {
		await record(anEvent({ lane: "cus_due" }));
		const [lane] = await database.queries.select().from(lanes).where(eq(lanes.lane, "cus_due"));
		expect(lane).toMatchObject({ version: 1, lockedBy: null });
		expect(lane!.runAt).not.toBeNull();
	});

	test("gives a lane its own events, oldest first, so many at once", async () => {
		const events = Array.from({ length: 5 }, () => anEvent({ lane: "cus_order" }));
		for (const event of events) {
			await record(event);
			await record(anEvent({ lane: "cus_other" }));
		}
		const ids = events.map((event) => event.eventId);
		expect((await pending("cus_order")).map((event) => event.eventId)).toEqual(ids);
		expect((await pending("cus_order", 2)).map((event) => event.eventId)).toEqual(ids.slice(0, 2));
	});

	test("shows no event before an older one of its lane", async () => {
		const lane = "cus_racing";
		const storing = Promise.all(Array.from({ length: 40 }, () => record(anEvent({ lane }))));
		const sights: number[][] = [];
		let done = false;
		void storing.then(() => {
			done = true;
		});
		while (!done) sights.push((await pending(lane)).map((event) => event.seq));
		const all = (await pending(lane)).map((event) => event.seq);
		expect(all).toHaveLength(40);
		for (const sight of sights) expect(sight).toEqual(all.slice(0, sight.length));
	});

	test("gives what is applied no more, and says what became of it", async () => {
		const lane = "cus_applied";
		const [one, two] = [anEvent({ lane }), anEvent({ lane })];
		await record(one);
		await record(two);
		const [first] = await pending(lane);
		await markEventsApplied(database.queries, [first!.seq], "folded");
		await markEventsApplied(database.queries, [], "folded");
		expect((await pending(lane)).map((event) => event.eventId)).toEqual([two.eventId]);
		const applied = await row(one.eventId);
		expect(applied).toMatchObject({ status: "applied", outcome: "folded", attempts: 1 });
		expect(applied.processedAt).not.toBeNull();
	});

	test("puts an event aside as dead after the last failure, with its error", async () => {
		const lane = "cus_poison";
		const event = anEvent({ lane });
		await record(event);
		for (let attempt = 1; attempt <= 3; attempt++) {
			const [waiting] = await pending(lane);
			expect(waiting).toMatchObject({ attempts: attempt - 1 });
			const failure = { error: `failure ${attempt}`, attemptsMax: 3 };
			await markEventFailed(database.queries, waiting!, failure);
		}
		expect(await pending(lane)).toEqual([]);
		expect(await row(event.eventId)).toMatchObject({
			status: "dead",
			attempts: 3,
			lastError: "failure 3",
		});
		expect(await record(event)).toBe(false);
	});
});
