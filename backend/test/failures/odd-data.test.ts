import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { users } from "../../src/database/identity-tables.ts";
import { showBilling } from "../../src/operations/show-billing.ts";
import { syncCustomer } from "../../src/operations/sync-customer.ts";
import { engines } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { aUser } from "../support/people.ts";
import { call, signUp } from "../support/start.ts";
import {
	aStripeEvent,
	aStripeItem,
	aStripePrice,
	aStripeSubscription,
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
import { aSubscriber, startWatchedHouse, type WatchedHouse } from "../support/subscribers.ts";

describe.each(engines)("odd times, amounts and words, on %s:", (engine) => {
	let house: WatchedHouse;
	beforeAll(async () => {
		house = await startWatchedHouse(engine);
	});
	afterAll(() => house.close());

	async function aSight(fields: Record<string, unknown>, item: Record<string, unknown> = {}) {
		const customer = `cus_${randomUUID().replaceAll("-", "")}`;
		const user = await aUser(house.app.deps.database.queries, customer);
		const id = `sub_of_${customer}`;
		const items = { data: [aStripeItem(item)] };
		const object = aStripeSubscription({ id, customer, status: "active", items, ...fields });
		return { id, user, event: aStripeEvent("customer.subscription.updated", object) };
	}

	test.each([-600, 600, -86_400])("a clock that is %i s off changes no state", async (seconds) => {
		const { customerId, user, subscription } = await aSubscriber(house);
		const { deps } = house.app;
		await syncCustomer(deps, customerId, "fetch:test");
		const before = await showBilling(deps, user.id);
		const now = () => new Date(deps.clock.now().getTime() + seconds * 1000);
		const off = { ...deps, clock: { ...deps.clock, now, wallNow: now } };
		await syncCustomer(off, customerId, "fetch:test");
		expect(await showBilling(off, user.id)).toEqual(before);
		await house.stripe.subscriptions.cancel(subscription.id);
		await syncCustomer(off, customerId, "fetch:test");
		await syncCustomer(deps, customerId, "fetch:test");
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: "canceled" });
	});

	const dates = [
		"2024-02-29T00:00:00Z",
		"2028-02-29T23:59:59Z",
		"2027-02-28T12:00:00Z",
		"2026-01-31T00:00:00Z",
		"2026-03-29T00:59:59Z",
		"2026-03-29T01:00:00Z",
		"2026-10-25T00:30:00Z",
		"2026-10-25T01:30:00Z",
		"2026-03-08T09:59:59Z",
		"2026-11-01T08:30:00Z",
		"2026-11-01T09:30:00Z",
		"2026-12-31T10:00:00Z",
		"2026-12-31T23:59:59Z",
		"2027-01-01T00:00:00Z",
		"2026-04-04T15:00:00Z",
		"2011-12-30T10:00:00Z",
		"2038-01-19T03:14:08Z",
		"2100-02-28T23:59:59Z",
		"1999-12-31T23:59:59Z",
		"2016-12-31T23:59:59Z",
	];
	test("twenty instants that calendars stumble over come back to the second", async () => {
		const sights = [];
		for (const date of dates) {
			const seconds = Date.parse(date) / 1000;
			sights.push({ date, ...(await aSight({}, { current_period_end: seconds })) });
		}
		await send(house, ...sights.map(({ event }) => event));
		await untilStatus(house, "applied", ...sights.map(({ event }) => event));
		for (const { id, date } of sights)
			expect((await subscriptionRow(house, id))?.currentPeriodEndsAt).toEqual(new Date(date));
	});

	test.each([
		["jpy", 7900],
		["kwd", 79_000],
		["usd", 0],
		["usd", Number.MAX_SAFE_INTEGER],
		["huf", -1],
	])("an amount in %s of %i minor units is kept as it is", async (currency, unit_amount) => {
		const price = aStripePrice({ currency, unit_amount });
		const { id, event } = await aSight({ currency }, { price });
		await send(house, event);
		await untilStatus(house, "applied", event);
		expect(await subscriptionRow(house, id)).toMatchObject({ currency, unitAmount: unit_amount });
	});

	test.each([
		["an amount beyond 2^53", { price: aStripePrice({ unit_amount: 424_242 }) }],
		["a quantity beyond 2^53", { quantity: 424_242 }],
	])("%s is put aside, not rounded", async (_what, item) => {
		const { id, event } = await aSight({}, item);
		const text = JSON.stringify(event).replace("424242", "9007199254740993");
		expect((await deliver(house, text, { secret })).status).toBe(200);
		await untilStatus(house, "dead", event);
		expect(await subscriptionRow(house, id)).toBeNull();
	});

	test("who takes another's e-mail gets nothing of theirs", async () => {
		const life = await subscribe(house);
		const created = life.events["customer.subscription.created"]!;
		await send(house, created);
		await untilStatus(house, "applied", created);
		const mallory = await signUp(house, "Mallory");
		const { queries } = house.app.deps.database;
		await queries
			.update(users)
			.set({ email: `was-${life.user.email}` })
			.where(eq(users.id, life.user.id));
		await queries.update(users).set({ email: life.user.email }).where(eq(users.id, mallory.id));
		const renamed = aStripeEvent("customer.updated", {
			object: "customer",
			id: life.customerId,
			email: life.user.email,
		});
		await send(house, renamed);
		const opened = await call(house, "/stripe/create-checkout-session", {
			token: mallory.token,
			body: { tier_name: "founder" },
		});
		expect(opened.status).toBe(200);
		const row = await userRow(house, mallory.id);
		expect(row.stripeCustomerId).not.toBe(life.customerId);
		expect(row.subscriptionStatus).toBeNull();
		expect(await userRow(house, life.user.id)).toMatchObject({
			subscriptionStatus: "trialing",
			stripeCustomerId: life.customerId,
		});
	});

	test.each(["🦉 Οδυσσέας", "‮محمد‬ عبد", "e\u0301\u200d🧑‍🚀", "'; drop table users; --"])(
		"the name %s is kept as it is, here and in Stripe",
		async (name) => {
			const ada = await signUp(house);
			const { queries } = house.app.deps.database;
			await queries.update(users).set({ name }).where(eq(users.id, ada.id));
			const opened = await call(house, "/stripe/create-checkout-session", {
				token: ada.token,
				body: { tier_name: "founder" },
			});
			expect(opened.status).toBe(200);
			const { stripeCustomerId } = await userRow(house, ada.id);
			expect(await house.stripe.customers.retrieve(stripeCustomerId ?? "")).toMatchObject({ name });
		},
	);

	test("metadata with a NUL, half a character and any script is stored as it was signed", async () => {
		const { id, event } = await aSight({ metadata: { note: "\u0000 \ud83d ‮ 🦉" } });
		const text = JSON.stringify(event);
		expect((await deliver(house, text, { secret })).status).toBe(200);
		await untilStatus(house, "applied", event);
		expect((await eventRow(house, event))?.payload).toBe(text);
		expect(await subscriptionRow(house, id)).toMatchObject({ status: "active" });
	});

	test("what Checkout completed unpaid opens nothing until it is paid, and never if it is not", async () => {
		const customer = `cus_${randomUUID().replaceAll("-", "")}`;
		const user = await aUser(house.app.deps.database.queries, customer);
		const id = `sub_of_${customer}`;
		const sight = (status: string, second: number) => {
			const event = aStripeEvent(
				"customer.subscription.updated",
				aStripeSubscription({ id, customer, status }),
			);
			return { ...event, id: event.id, created: Number(event.created) + second };
		};
		const completed = aStripeEvent("checkout.session.completed", {
			object: "checkout.session",
			id: `cs_of_${customer}`,
			customer,
			subscription: id,
			payment_status: "unpaid",
		});
		const failed = {
			...completed,
			id: `evt_${randomUUID().replaceAll("-", "")}`,
			type: "checkout.session.async_payment_failed",
		};
		const access = async () => (await showBilling(house.app.deps, user.id)).access;
		const first = sight("incomplete", 0);
		await send(house, first, completed, failed);
		await untilStatus(house, "applied", first, completed);
		expect(await access()).toBe("blocked");
		const last = sight("incomplete_expired", 1);
		await send(house, last);
		await untilStatus(house, "applied", last);
		expect(await access()).toBe("blocked");
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionTier: null });
	});
});
