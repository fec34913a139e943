import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import { audit, lanes, stripeEvents, subscriptions } from "../../src/database/billing-tables.ts";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { tryTakeLane } from "../../src/database/lanes.ts";
import { savePricesOnSale } from "../../src/database/prices.ts";
import { recordEvents } from "../../src/database/stripe-events.ts";
import { getUser } from "../../src/database/users.ts";
import { outbox } from "../../src/database/work-tables.ts";
import { applyLanes } from "../../src/operations/apply-lanes.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { aUser } from "../support/people.ts";
import { aStripeEvent, aStripeSubscription, march } from "../support/stripe-objects.ts";

const updated = "customer.subscription.updated";

describe.each(engines)("folding many customers at once, on %s,", (engine) => {
	let database: Database;
	beforeEach(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
		const price = { interval: "month", currency: "usd", unitAmount: 7900 } as const;
		await savePricesOnSale(database, [
			{ ...price, priceId: "price_founder", lookupKey: "founder_month_v1", tierName: "founder" },
		]);
	});
	afterEach(() => database.close());

	const quiet = { info() {}, warn() {}, error() {} };
	const now = () => new Date(march * 1000);
	const clock = { now, wallNow: now, monotonicMs: () => 0 };
	const apply = () => applyLanes({ database, catalog, clock, log: quiet });

	/** A sight of the customer's subscription, stored as if delivered. */
	async function receive(customer: string, fields: Record<string, unknown> = {}, second = 0) {
		const object = aStripeSubscription({ id: `sub_${customer}`, customer, ...fields });
		const event = aStripeEvent(updated, object, { created: march + second });
		await store(customer, event);
		return event;
	}

	async function store(lane: string, event: Record<string, unknown>): Promise<void> {
		await recordEvents(database, [
			{
				eventId: String(event.id),
				type: String(event.type),
				apiVersion: null,
				createdAt: now(),
				lane,
				payload: JSON.stringify(event),
				ignoredBecause: null,
				receivedBy: "webhook",
			},
		]);
	}

	async function laneOf(lane: string) {
		const [row] = await database.queries.select().from(lanes).where(eq(lanes.lane, lane));
		return row!;
	}

	const pendingCount = async () =>
		(await database.queries.select().from(stripeEvents)).filter((e) => e.status === "pending")
			.length;

	test("one turn applies the events of all, and leaves every lane as done", async () => {
		const people = [];
		for (let at = 0; at < 10; at++) people.push(await aUser(database.queries, `cus_${at}`));
		for (let at = 0; at < 10; at++) {
			await receive(`cus_${at}`, { status: "trialing" });
			await receive(`cus_${at}`, { status: "active" }, 1);
		}
		expect(await apply()).toEqual({ lanes: 10, apart: 0 });
		for (const person of people)
			expect(await getUser(database.queries, person.id)).toMatchObject({
				subscriptionStatus: "active",
				subscriptionTier: "founder",
				billingVersion: 1,
			});
		expect(await pendingCount()).toBe(0);
		expect(await laneOf("cus_3")).toMatchObject({ runAt: null, lockedBy: null, apart: null });
		expect(await apply()).toEqual({ lanes: 0, apart: 0 });
	});

	test("the change, its cause and its effect are written together", async () => {
		const user = await aUser(database.queries, "cus_1");
		const event = await receive("cus_1");
		await apply();
		const [trail] = await database.queries.select().from(audit).where(eq(audit.userId, user.id));
		expect(trail).toMatchObject({ cause: `events:${event.id}`, statusAfter: "trialing" });
		const effects = await database.queries.select().from(outbox);
		expect(effects.map((effect) => effect.effectKey)).toContain(`state:${user.id}:1`);
	});

	test("contradicting events of one customer set that customer apart, and no other", async () => {
		await receive("cus_1", { status: "incomplete" });
		await receive("cus_1", { status: "active" });
		await receive("cus_2");
		expect(await apply()).toEqual({ lanes: 2, apart: 1 });
		expect(await laneOf("cus_1")).toMatchObject({ apart: "tied", runAt: expect.any(Date) });
		expect(await laneOf("cus_2")).toMatchObject({ apart: null, runAt: null });
		expect(await apply()).toEqual({ lanes: 0, apart: 0 });
	});

	test("an event that cannot be read sets its customer apart", async () => {
		await store("cus_1", aStripeEvent(updated, { id: "sub_1", object: "subscription" }));
		await receive("cus_2");
		expect(await apply()).toEqual({ lanes: 2, apart: 1 });
		expect(await laneOf("cus_1")).toMatchObject({ apart: "failed" });
	});

	test("one that cannot be written sends all of the batch through one by one", async () => {
		await receive("cus_1", { currency: "a byte that no text holds: \u0000" });
		await receive("cus_2");
		expect(await apply()).toEqual({ lanes: 2, apart: 2 });
		expect(await pendingCount()).toBe(2);
		expect(await laneOf("cus_2")).toMatchObject({ apart: "failed" });
	});

	test("an invoice waits a moment for the subscription it names, and is then looked after", async () => {
		const invoice = aStripeEvent("invoice.paid", {
			id: "in_1",
			object: "invoice",
			customer: "cus_1",
			parent: { subscription_details: { subscription: "sub_cus_1" } },
		});
		await store("cus_1", invoice);
		await apply();
		const waiting = await laneOf("cus_1");
		expect(waiting.apart).toBeNull();
		expect(waiting.runAt).not.toBeNull();
		expect(await pendingCount()).toBe(1);
		// The sight arrives: the lane is due at once, and nobody asked Stripe.
		await receive("cus_1");
		expect(await apply()).toEqual({ lanes: 1, apart: 0 });
		expect(await pendingCount()).toBe(0);
	});

	test("an invoice whose subscription never shows up is asked about", async () => {
		const invoice = aStripeEvent("invoice.paid", {
			id: "in_1",
			object: "invoice",
			customer: "cus_1",
			parent: { subscription_details: { subscription: "sub_lost" } },
		});
		await store("cus_1", invoice);
		await database.queries
			.update(stripeEvents)
			.set({ receivedAt: sql`now() - interval '10 seconds'` });
		expect(await apply()).toEqual({ lanes: 1, apart: 1 });
		expect(await laneOf("cus_1")).toMatchObject({ apart: "fetch:unseen" });
	});

	test("a lane that somebody holds is left alone", async () => {
		await receive("cus_1");
		await tryTakeLane(database.queries, "cus_1", "checkout");
		expect(await apply()).toEqual({ lanes: 0, apart: 0 });
	});

	test("whoever slept through a lease is fenced by a batch that came after", async () => {
		await receive("cus_1");
		const asleep = await tryTakeLane(database.queries, "cus_1", "sleeper");
		await database.queries.update(lanes).set({ lockedUntil: sql`now() - interval '1 second'` });
		await apply();
		expect((await laneOf("cus_1")).epoch).toBe(asleep!.epoch + 1);
	});

	test("of several items the highest tier leads, with its own price and period", async () => {
		const user = await aUser(database.queries, "cus_1");
		await savePricesOnSale(database, [
			{
				priceId: "price_empire",
				lookupKey: "empire_month_v1",
				tierName: "empire",
				interval: "month",
				currency: "usd",
				unitAmount: 19900,
			},
		]);
		const item = (id: string, price: string, amount: number) => ({
			id,
			quantity: 2,
			current_period_start: march,
			current_period_end: march + amount,
			price: { id: price, unit_amount: amount, recurring: { interval: "month" } },
		});
		const data = [
			item("si_1", "price_of_nobody", 1),
			item("si_2", "price_founder", 7900),
			item("si_3", "price_empire", 19900),
		];
		await receive("cus_1", { items: { data } });
		await apply();
		const [row] = await database.queries.select().from(subscriptions);
		expect(row).toMatchObject({ tierName: "empire", priceId: "price_empire", unitAmount: 19900 });
		expect(row!.currentPeriodEndsAt).toEqual(new Date((march + 19900) * 1000));
		expect(await getUser(database.queries, user.id)).toMatchObject({ subscriptionTier: "empire" });
	});
});
