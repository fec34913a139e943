import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import { moveCursor, readCursor } from "../../src/database/cursors.ts";
import { listJobs } from "../../src/database/jobs.ts";
import { handledEventTypes } from "../../src/domain/stripe-event.ts";
import { catchUpEvents } from "../../src/operations/catch-up-events.ts";
import { engines } from "../support/databases.ts";
import { eventsOf } from "../support/deliver.ts";
import { lever, pass, runJob } from "../support/gaps.ts";
import { startTollgate, type Tollgate } from "../support/start.ts";
import { lifeOf, send, subscribe, userRow } from "../support/subscribe.ts";

describe.each(engines)("events that Stripe did not deliver, on %s,", (engine) => {
	let house: Tollgate;
	beforeAll(async () => {
		house = await startTollgate(engine, { webhooks: false });
		await runJob(house, "catch_up_events");
	});
	afterAll(() => house.close());

	const rowsOf = (events: readonly { id: string }[]) => {
		const ids = events.map((event) => event.id);
		const { queries } = house.app.deps.database;
		return queries.select().from(stripeEvents).where(inArray(stripeEvents.eventId, ids));
	};
	const handled = async (customerId: string) =>
		(await eventsOf(house.simulator, customerId)).filter((e) => handledEventTypes.includes(e.type));

	test("are found in its list and applied; the same events delivered late change nothing", async () => {
		const life = await subscribe(house);
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionStatus: null });
		const events = await handled(life.customerId);
		expect(await runJob(house, "catch_up_events")).toMatchObject({ recorded: events.length });
		await house.settled();
		const caughtUp = await userRow(house, life.user.id);
		expect(caughtUp).toMatchObject({
			subscriptionStatus: "trialing",
			subscriptionTier: "founder",
		});
		await send(house, ...events);
		await house.settled();
		expect(await userRow(house, life.user.id)).toEqual(caughtUp);
		expect(await rowsOf(events)).toHaveLength(events.length);
		expect(await runJob(house, "catch_up_events")).toMatchObject({ recorded: 0 });
	});

	test("of a day without the backend are there at the first look, the last one too", async () => {
		const life = await subscribe(house);
		await pass(house, 1);
		await house.stripe.subscriptions.cancel(life.subscriptionId);
		await runJob(house, "catch_up_events");
		await house.settled();
		expect(await userRow(house, life.user.id)).toMatchObject({
			subscriptionStatus: "canceled",
			subscriptionTier: null,
		});
	});

	test("are stored once each, though they are delivered while they are listed", async () => {
		const lives = [await subscribe(house), await subscribe(house), await subscribe(house)];
		const events = (await Promise.all(lives.map((l) => handled(l.customerId)))).flat();
		await Promise.all([
			runJob(house, "catch_up_events"),
			...events.flatMap((event) => [send(house, event), send(house, event)]),
		]);
		await house.settled();
		expect(await rowsOf(events)).toHaveLength(events.length);
		for (const { user } of lives)
			expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: "trialing" });
	});

	test("alarm ten minutes after they were found, until they are delivered", async () => {
		const { deps } = house.app;
		const life = await subscribe(house);
		const lines: string[] = [];
		const note = (_: unknown, line: string) => lines.push(line);
		const log = { info: note, warn: note, error: note };
		const options = { repairBy: "reconcile", signal: new AbortController().signal };
		const look = () => catchUpEvents({ ...deps, log }, options);
		expect(await look()).toMatchObject({ undelivered: 0 });
		await deps.database.queries
			.update(stripeEvents)
			.set({ receivedAt: sql`now() - interval '11 minutes'` })
			.where(eq(stripeEvents.lane, life.customerId));
		const events = await handled(life.customerId);
		expect(await look()).toMatchObject({ undelivered: events.length });
		expect(lines).toContain("Stripe has events that were not delivered");
		await send(house, ...events);
		lines.length = 0;
		expect(await look()).toMatchObject({ undelivered: 0 });
		expect(lines).toEqual([]);
	});

	test("are looked for again from the same place when a page of the list fails", async () => {
		const { queries } = house.app.deps.database;
		const life = await subscribe(house);
		for (let at = 0; at < 110; at++)
			await house.stripe.subscriptions.update(life.subscriptionId, { metadata: { at } });
		const before = await readCursor(queries, "events");
		await lever(house.simulator, "faults", {
			body: { kind: "fail_next_page", path: "/v1/events" },
		});
		await expect(runJob(house, "catch_up_events")).rejects.toMatchObject({
			code: "stripe_unavailable",
		});
		expect(await readCursor(queries, "events")).toBe(before);
		const job = (await listJobs(queries)).find(({ name }) => name === "catch_up_events");
		expect(job).toMatchObject({ failures: 1 });
		expect(JSON.parse(job!.lastResult!)).toMatchObject({ ok: false });
		await lever(house.simulator, "faults", { method: "DELETE" });
		await runJob(house, "catch_up_events");
		expect(Number(await readCursor(queries, "events"))).toBeGreaterThanOrEqual(Number(before));
		const all = await allHandled(house);
		expect(all.length).toBeGreaterThan(110);
		expect(await rowsOf(all)).toHaveLength(all.length);
		await house.settled();
	});

	test("from before Stripe's thirty days have states compared instead", async () => {
		const { queries } = house.app.deps.database;
		const life = await subscribe(house);
		await pass(house, 31);
		expect(await runJob(house, "catch_up_events")).toMatchObject({ windowPassed: true });
		const jobs = await listJobs(queries);
		const asked = jobs.find((job) => job.name === "reconcile");
		expect(asked!.nextRunAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
		await runJob(house, "reconcile");
		await house.settled();
		const { status } = await house.stripe.subscriptions.retrieve(life.subscriptionId);
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionStatus: status });
		expect(await runJob(house, "catch_up_events")).toMatchObject({ windowPassed: false });
	});

	test("a cursor ahead of a clock that was set back loses nothing", async () => {
		const { queries } = house.app.deps.database;
		await moveCursor(queries, "events", String(house.simulator.now() + 30 * 86_400));
		const life = await subscribe(house);
		expect(await runJob(house, "catch_up_events")).not.toMatchObject({ recorded: 0 });
		await house.settled();
		expect(await userRow(house, life.user.id)).toMatchObject({ subscriptionStatus: "trialing" });
	});

	test("look the same in the inbox as delivered ones", async () => {
		const life = await subscribe(house);
		await runJob(house, "catch_up_events");
		const { events } = await lifeOf(house, life.user, life.customerId);
		const event = events["customer.subscription.created"]!;
		const { queries } = house.app.deps.database;
		const [row] = await queries
			.select()
			.from(stripeEvents)
			.where(eq(stripeEvents.eventId, event.id));
		expect(JSON.parse(row!.payload)).toEqual(event);
		expect(row).toMatchObject({ lane: life.customerId, receivedBy: "list" });
		await house.settled();
	});
});

async function allHandled(house: Tollgate) {
	const found = [];
	for await (const event of house.stripe.events.list({ limit: 100 })) found.push(event);
	return found.filter((event) => handledEventTypes.includes(event.type));
}
