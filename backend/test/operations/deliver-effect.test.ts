import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { type ClaimedEffect, claimEffect } from "../../src/database/effect-queue.ts";
import { users } from "../../src/database/identity-tables.ts";
import { recordEffects } from "../../src/database/outbox.ts";
import { outbox } from "../../src/database/work-tables.ts";
import { type Delivered, retryDelay } from "../../src/domain/delivery.ts";
import type { Letter } from "../../src/domain/letter.ts";
import type { User } from "../../src/domain/user.ts";
import { type Carriers, deliverEffect } from "../../src/operations/deliver-effect.ts";
import { forgetEffects } from "../../src/operations/forget-effects.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";

const log = { info() {}, warn() {}, error() {} };
const sent: Delivered = { outcome: "sent" };
const failing: Delivered = { outcome: "retry", reason: "webhook: status 503" };

describe.each(engines)("the outbox, on %s,", (engine) => {
	let database: Database;
	let user: User;
	let letters: Letter[];
	let events: { id: string; data: unknown }[];
	let verdict: Delivered;

	beforeEach(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
		user = await aUser(database.queries, "cus_1");
		letters = [];
		events = [];
		verdict = sent;
	});
	afterEach(() => database.close());

	const open = (): Carriers => ({
		mail: async (letter) => {
			letters.push(letter);
			return verdict;
		},
		webhook: {
			url: new URL("https://app.example.com/hooks"),
			send: async (event) => {
				events.push(event);
				return verdict;
			},
		},
	});

	const put = (key: string, kind: "mail" | "webhook" = "webhook") =>
		recordEffects(database.queries, [
			{
				key,
				kind,
				name: kind === "mail" ? "receipt" : "billing.state_changed",
				userId: user.id,
				data: { amount: 7900, currency: "usd", number: "A-1", url: null },
			},
		]);
	const claim = () => claimEffect(database.queries, ["mail", "webhook"]);
	const deliver = (effect: ClaimedEffect, carriers = open()) =>
		deliverEffect({ database, catalog, log, baseUrl: "https://app.example.com", carriers }, effect);
	/** All that is due, as the loop does it. */
	async function empty(carriers = open()): Promise<number> {
		for (let count = 0; ; count++) {
			const effect = await claim();
			if (!effect) return count;
			await deliver(effect, carriers);
		}
	}
	async function row(key: string) {
		const [found] = await database.queries.select().from(outbox).where(eq(outbox.effectKey, key));
		return found!;
	}
	const passTime = () =>
		database.queries.update(outbox).set({
			runAt: sql`now()`,
			lockedUntil: sql`${outbox.lockedUntil} - interval '61 seconds'`,
		});

	test("a mail goes to the address of now, under the effect's key, once", async () => {
		await put("mail:receipt:in_1", "mail");
		await database.queries.update(users).set({ email: "new@example.test" });
		expect(await empty()).toBe(1);
		expect(letters).toHaveLength(1);
		expect(letters[0]).toMatchObject({ key: "mail:receipt:in_1", to: "new@example.test" });
		expect(letters[0]?.text).toContain("$79.00");
		expect(await row("mail:receipt:in_1")).toMatchObject({
			status: "done",
			attempts: 1,
			lastError: null,
			lockedUntil: null,
			doneAt: expect.any(Date),
		});
		expect(await empty()).toBe(0);
	});

	test("an effect that is stored twice is delivered once", async () => {
		await put("state:1");
		await put("state:1");
		expect(await empty()).toBe(1);
		await put("state:1");
		expect(await empty()).toBe(0);
	});

	test("of many takers each effect has one", async () => {
		for (let at = 0; at < 30; at++) await put(`state:${at}`);
		const taken = await Promise.all(Array.from({ length: 40 }, claim));
		const keys = taken.flatMap((effect) => effect?.key ?? []);
		expect(new Set(keys).size).toBe(keys.length);
		// Whoever asked while all were being taken finds the rest on the next look.
		for (let more = await claim(); more; more = await claim()) keys.push(more.key);
		expect(keys.sort()).toEqual(Array.from({ length: 30 }, (_, at) => `state:${at}`).sort());
	});

	test("one that fails is tried for three days, later each time, and is then dead", async () => {
		await put("state:1");
		verdict = failing;
		let waited = 0;
		for (let attempt = 1; attempt <= 10; attempt++) {
			expect(await empty()).toBe(1);
			const { status, attempts, lastError, runAt } = await row("state:1");
			expect({ attempts, lastError }).toEqual({ attempts: attempt, lastError: failing.reason });
			expect(status).toBe(attempt < 10 ? "pending" : "dead");
			const delay = retryDelay(attempt);
			if (delay === null) break;
			waited += delay;
			const [clock] = await database.queries
				.select({ seconds: sql<number>`extract(epoch from ${outbox.runAt} - now())::float8` })
				.from(outbox);
			expect(clock?.seconds).toBeGreaterThan(delay - 5);
			expect(clock?.seconds).toBeLessThanOrEqual(delay);
			expect(runAt).toBeInstanceOf(Date);
			await passTime();
		}
		expect(waited / 86_400).toBeGreaterThan(3);
		expect(waited / 86_400).toBeLessThan(3.5);
		await passTime();
		expect(await empty()).toBe(0);
		expect(events.every((event) => event.id === "state:1")).toBe(true);
	});

	test("one refused for good is dead at once, with the reason, and others go on", async () => {
		await put("mail:receipt:in_1", "mail");
		verdict = { outcome: "refused", reason: "smtp: 550" };
		await empty();
		await put("state:1");
		verdict = sent;
		await empty();
		expect(await row("mail:receipt:in_1")).toMatchObject({
			status: "dead",
			lastError: "smtp: 550",
		});
		expect(await row("state:1")).toMatchObject({ status: "done" });
	});

	test("a taker that dies leaves it to another, which sends it with the same key", async () => {
		await put("state:1");
		const dying = await claim();
		// It has sent, and dies before it says so.
		await open().webhook?.send({ id: dying!.key, type: "", at: new Date(), data: dying!.data });
		expect(await claim()).toBeNull();
		await passTime();
		expect(await empty()).toBe(1);
		expect(events.map((event) => event.id)).toEqual(["state:1", "state:1"]);
		expect(await row("state:1")).toMatchObject({ status: "done", attempts: 2 });
	});

	test("a taker that slept through its lease changes nothing that its successor wrote", async () => {
		await put("state:1");
		const sleeper = await claim();
		await passTime();
		await empty();
		verdict = failing;
		await deliver(sleeper!);
		expect(await row("state:1")).toMatchObject({ status: "done", lastError: null });
	});

	test("what cannot be told to anybody is skipped, and is not sent later", async () => {
		await put("mail:receipt:in_1", "mail");
		await put("state:1");
		await empty({ mail: null, webhook: null });
		expect(await row("mail:receipt:in_1")).toMatchObject({ status: "skipped" });
		expect(await row("state:1")).toMatchObject({ status: "skipped" });
		expect(await empty()).toBe(0);
	});

	test("a user without an address gets no mail, and a deleted one leaves none behind", async () => {
		await put("mail:receipt:in_1", "mail");
		await database.queries.update(users).set({ email: null });
		await empty();
		expect(await row("mail:receipt:in_1")).toMatchObject({ status: "skipped" });
		await database.queries.delete(users);
		expect(await database.queries.select().from(outbox)).toEqual([]);
	});

	test("a receiver that answers 410 gets nothing any more, and another one does", async () => {
		await put("state:1");
		verdict = { outcome: "gone", reason: "webhook: status 410" };
		await empty();
		verdict = sent;
		await put("state:2");
		await empty();
		expect(events.map((event) => event.id)).toEqual(["state:1"]);
		expect(await row("state:1")).toMatchObject({ status: "dead" });
		expect(await row("state:2")).toMatchObject({ status: "skipped" });
		const moved = open();
		moved.webhook!.url = new URL("https://app.example.com/hooks/2");
		await put("state:3");
		await empty(moved);
		expect(await row("state:3")).toMatchObject({ status: "done" });
	});

	test("a mail of a newer version waits for that version", async () => {
		await put("mail:receipt:in_1", "mail");
		await database.queries.update(outbox).set({ name: "of_a_later_version" });
		await empty();
		expect(letters).toEqual([]);
		expect(await row("mail:receipt:in_1")).toMatchObject({ status: "pending" });
	});

	test("what is over is forgotten after forty days, and the dead are kept", async () => {
		for (const key of ["done", "dead", "young", "pending"]) await put(key);
		const age = (key: string, fields: object) =>
			database.queries.update(outbox).set(fields).where(eq(outbox.effectKey, key));
		const old = { createdAt: sql`now() - interval '41 days'` };
		await age("done", { status: "done", ...old });
		await age("dead", { status: "dead", ...old });
		await age("young", { status: "done" });
		await age("pending", old);
		expect(await forgetEffects({ database })).toEqual({ removed: 1 });
		const left = await database.queries.select({ key: outbox.effectKey }).from(outbox);
		expect(left.map((one) => one.key).sort()).toEqual(["dead", "pending", "young"]);
	});
});
