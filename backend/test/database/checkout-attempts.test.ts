import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	endAttempt,
	endAttempts,
	findAttemptBySession,
	findOpenAttempt,
	markAttemptOpen,
	recordAttempt,
} from "../../src/database/checkout-attempts.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";

describe.each(engines)("an attempt to subscribe, on %s,", (engine) => {
	let database: Database;
	let queries: Database["queries"];
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
		queries = database.queries;
	});
	afterAll(() => database.close());

	const record = (userId: string, tierName = "founder") =>
		recordAttempt(queries, {
			id: randomUUID(),
			userId,
			priceId: `price_${tierName}`,
			tierName,
			trialDays: 7,
		});

	async function openOne() {
		const user = await aUser(queries);
		const attempt = await record(user.id);
		const sessionId = `cs_${randomUUID()}`;
		const expiresAt = new Date("2026-03-02T00:00:00Z");
		const session = { id: sessionId, url: "https://pay.example/1", expiresAt };
		await markAttemptOpen(queries, attempt.id, session);
		return { user, attempt, sessionId, session };
	}

	test("is the only open one of its user, by the database's own rule", async () => {
		const user = await aUser(queries);
		const results = await Promise.allSettled(Array.from({ length: 10 }, () => record(user.id)));
		expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
		await expect(record(user.id, "empire")).rejects.toThrow();
	});

	test("stays the only one once its session is open, and makes room when it ends", async () => {
		const { user, attempt } = await openOne();
		await expect(record(user.id)).rejects.toThrow();
		await endAttempt(queries, attempt.id, "expired");
		expect(await findOpenAttempt(queries, user.id)).toBeNull();
		const next = await record(user.id);
		expect(await findOpenAttempt(queries, user.id)).toMatchObject({ id: next.id });
	});

	test("leaves another user's alone", async () => {
		const [ada, eve] = [await aUser(queries), await aUser(queries)];
		const [first, second] = [await record(ada.id), await record(eve.id)];
		expect(await findOpenAttempt(queries, ada.id)).toMatchObject({ id: first.id });
		expect(await findOpenAttempt(queries, eve.id)).toMatchObject({ id: second.id });
	});

	test("is found by its session, by its owner alone", async () => {
		const { user, attempt, sessionId, session } = await openOne();
		const found = await findAttemptBySession(queries, { sessionId, userId: user.id });
		expect(found).toMatchObject({ id: attempt.id, status: "open", expiresAt: session.expiresAt });
		const eve = await aUser(queries);
		expect(await findAttemptBySession(queries, { sessionId, userId: eve.id })).toBeNull();
	});

	test("keeps the end it came to first", async () => {
		const { user, attempt, sessionId } = await openOne();
		await endAttempts(queries, [{ sessionId, status: "complete" }]);
		await endAttempt(queries, attempt.id, "expired");
		const found = await findAttemptBySession(queries, { sessionId, userId: user.id });
		expect(found?.status).toBe("complete");
	});

	test("that has ended is not opened again by a late answer", async () => {
		const { user, attempt, sessionId, session } = await openOne();
		await endAttempt(queries, attempt.id, "expired");
		await markAttemptOpen(queries, attempt.id, session);
		const found = await findAttemptBySession(queries, { sessionId, userId: user.id });
		expect(found?.status).toBe("expired");
	});

	test("never shares its session with another attempt", async () => {
		const { session } = await openOne();
		const other = await record((await aUser(queries)).id);
		await expect(markAttemptOpen(queries, other.id, session)).rejects.toThrow();
	});
});
