import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripeEvents } from "../../src/database/billing-tables.ts";
import { engines } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { lever } from "../support/gaps.ts";
import { ordersOf } from "../support/orders.ts";
import { aUser } from "../support/people.ts";
import {
	aStripeEvent,
	aStripeItem,
	aStripePrice,
	aStripeSubscription,
	march,
} from "../support/stripe-objects.ts";
import {
	eventRow,
	secret,
	send,
	subscribe,
	subscriptionRow,
	untilStatus,
	userRow,
} from "../support/subscribe.ts";
import {
	aSubscriber,
	priceOf,
	readsOf,
	startWatchedHouse,
	type WatchedHouse,
} from "../support/subscribers.ts";

const updated = "customer.subscription.updated";

describe.each(engines)("deliveries, on %s:", (engine) => {
	let house: WatchedHouse;
	let founder = "";
	beforeAll(async () => {
		house = await startWatchedHouse(engine);
		founder = await priceOf(house.stripe, "founder_month_v1");
	});
	afterAll(() => house.close());

	const queries = () => house.app.deps.database.queries;

	/** A sight of an active Founder subscription that Stripe itself has never heard of. */
	const aSight = (customer: string, fields: Record<string, unknown> = {}, second = 0) =>
		aStripeEvent(
			updated,
			aStripeSubscription({
				id: `sub_of_${customer}`,
				customer,
				status: "active",
				items: { data: [aStripeItem({ price: aStripePrice({ id: founder }) })] },
				...fields,
			}),
			{ created: march + second },
		);

	async function people(count: number) {
		const made = [];
		for (let at = 0; at < count; at++) {
			const customer = `cus_${randomUUID().replaceAll("-", "")}`;
			made.push({ customer, user: await aUser(queries(), customer) });
		}
		return made;
	}

	test("four versions of one second end at Stripe's truth in all 24 orders", async () => {
		for (const order of ordersOf([0, 1, 2, 3])) {
			const { subscription, user, sights } = await aSubscriber(house);
			const { id } = subscription;
			await house.stripe.subscriptions.update(id, { cancel_at_period_end: true });
			await house.stripe.subscriptions.update(id, { cancel_at_period_end: false });
			const items = [{ id: subscription.items.data[0]?.id ?? "", quantity: 2 }];
			await house.stripe.subscriptions.update(id, { items });
			const seen = await sights();
			expect(seen).toHaveLength(4);
			for (const at of order) {
				const event = { ...seen[at]!, created: seen[0]!.created };
				await send(house, event);
				await untilStatus(house, "applied", event);
			}
			expect(await subscriptionRow(house, id)).toMatchObject({
				status: "trialing",
				quantity: 2,
				cancelsAt: null,
			});
			expect(await userRow(house, user.id)).toMatchObject({ subscriptionTier: "founder" });
		}
	}, 120_000);

	test("Stripe slow by seconds keeps no delivery from its answer", async () => {
		const life = await subscribe(house);
		const event = life.events["checkout.session.completed"]!;
		const slow = { kind: "latency", path: "/v1/**", ms: 6_000, count: 3 };
		await lever(house.simulator, "faults", { body: slow });
		await queries().execute(sql`select 1`);
		const began = performance.now();
		await send(house, event);
		await send(house, ...(await people(20)).map(({ customer }) => aSight(customer)));
		expect(performance.now() - began).toBeLessThan(5_500);
		expect(await eventRow(house, event)).toMatchObject({ status: "pending" });
		await untilStatus(house, "applied", event);
		await lever(house.simulator, "faults", { method: "DELETE" });
	}, 60_000);

	test("three poisonous customers among sixty harm nobody else, and nobody else is asked about", async () => {
		const all = await people(60);
		const reads = readsOf(house);
		const poison = all.slice(0, 3).map(({ customer }) => aSight(customer, { created: "soon" }));
		const sound = all.slice(3).map(({ customer }) => aSight(customer));
		await Promise.all([...poison, ...sound].map((event) => send(house, event)));
		await untilStatus(house, "applied", ...sound);
		await untilStatus(house, "dead", ...poison);
		expect(readsOf(house)).toBe(reads);
		const states = await Promise.all(all.map(({ user }) => userRow(house, user.id)));
		expect(states.map((state) => state.subscriptionStatus)).toEqual([
			...Array(3).fill(null),
			...Array(57).fill("active"),
		]);
	});

	test("a month's renewals ask Stripe only where they contradict each other, once a customer", async () => {
		const tied = [];
		for (let at = 0; at < 5; at++) tied.push(await aSubscriber(house));
		const contradicting = [];
		for (const { subscription, sights } of tied) {
			await house.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
			const [first, second] = await sights();
			contradicting.push(first!, { ...second!, created: first!.created });
		}
		const renewing = (await people(40)).flatMap(({ customer }) => [
			aSight(customer),
			aSight(customer, { status: "past_due" }, 1),
			aStripeEvent("invoice.paid", {
				object: "invoice",
				id: "in_1",
				customer,
				parent: { subscription_details: { subscription: `sub_of_${customer}` } },
			}),
			aStripeEvent("invoice.payment_succeeded", { object: "invoice", customer }),
			aSight(customer, {}, 2),
		]);
		const reads = readsOf(house);
		await Promise.all([...renewing, ...contradicting].map((event) => send(house, event)));
		const applied = renewing.filter(({ type }) => type !== "invoice.payment_succeeded");
		await untilStatus(house, "applied", ...applied, ...contradicting);
		// Two sights each: seen together they need one read, one by one a second at most.
		expect(readsOf(house) - reads).toBeGreaterThanOrEqual(5);
		expect(readsOf(house) - reads).toBeLessThanOrEqual(10);
	});

	test.each([
		["2024-06-20", { current_period_end: march + 99, items: { data: [{ id: "si_1" }] } }],
		["2025-03-31.basil", { items: { data: [aStripeItem({ current_period_end: null })] } }],
		[null, { status: "canceled", items: undefined }],
	])("a payload of API version %s is not read: Stripe is asked", async (api_version, fields) => {
		const { subscription, sights } = await aSubscriber(house);
		const [created] = await sights();
		const object = { ...created!.data.object, ...fields };
		const old = { ...created!, api_version, data: { object } };
		await send(house, old);
		await untilStatus(house, "applied", old);
		expect(await eventRow(house, old)).toMatchObject({ outcome: "fetched" });
		const end = subscription.items.data[0]?.current_period_end ?? 0;
		expect(await subscriptionRow(house, subscription.id)).toMatchObject({
			status: "trialing",
			currentPeriodEndsAt: new Date(end * 1000),
		});
	});

	test("a thin event of API v2 is acknowledged and left", async () => {
		const thin = {
			id: "evt_test_65Uv",
			object: "v2.core.event",
			type: "v1.billing.meter.no_meter_found",
			livemode: false,
			created: "2026-11-22T23:00:00.000Z",
		};
		const before = await queries().select().from(stripeEvents);
		expect((await deliver(house, thin, { secret })).status).toBe(200);
		expect(await queries().select().from(stripeEvents)).toHaveLength(before.length);
	});

	test("a burst larger than the inbox is refused in part, and what was answered 200 is stored", async () => {
		const padding = "x".repeat(230_000);
		const events = Array.from({ length: 320 }, () =>
			aStripeEvent("foo.bar", { object: "foo", padding }),
		);
		const answers: Response[] = [];
		const { database } = house.app.deps;
		let sending: Promise<unknown> = Promise.resolve();
		// Nothing can be stored until the first one was refused.
		await database.transaction(async (tx) => {
			if (engine === "postgres") await tx.execute(sql`lock table stripe_events in exclusive mode`);
			let refused = () => {};
			const full = new Promise<void>((resolve) => {
				refused = resolve;
			});
			sending = Promise.all(
				events.map(async (event, at) => {
					const answer = await deliver(house, JSON.stringify(event), { secret });
					answers[at] = answer;
					if (answer.status === 503) refused();
				}),
			);
			await full;
		});
		await sending;
		const ids = new Set(
			(await queries().select({ id: stripeEvents.eventId }).from(stripeEvents)).map(
				(row) => row.id,
			),
		);
		const statuses = events.map((_, at) => answers[at]!.status);
		expect(new Set(statuses)).toEqual(new Set([200, 503]));
		for (const [at, event] of events.entries()) {
			expect(ids.has(String(event.id))).toBe(statuses[at] === 200);
			if (statuses[at] === 503)
				expect(Number(answers[at]!.headers.get("retry-after"))).toBeGreaterThan(0);
		}
		const refused = events.filter((_, at) => statuses[at] === 503);
		for (const event of refused.slice(0, 10))
			expect((await deliver(house, JSON.stringify(event), { secret })).status).toBe(200);
	}, 120_000);
});
