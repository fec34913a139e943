// Test clocks: customers who live on a time of their own.
import { describe, expect, it } from "vitest";
import { openHook } from "../support/hook.ts";
import { typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";
import { monthLater, openClock, y2020 } from "./a-clock.ts";

const hour = 3600;
describe("a customer on a test clock", () => {
	it("lives on the clock's time with everything that is his", async () => {
		const started = await startTest();
		const { clock, customer, subscribe } = await openClock(started);
		expect(clock).toMatchObject({ status: "ready", frozen_time: y2020, name: "renewals" });
		expect(customer).toMatchObject({ created: y2020, test_clock: clock.id });
		const subscription = await subscribe({ expand: ["latest_invoice", "test_clock"] });
		expect(subscription).toMatchObject({
			created: y2020,
			status: "active",
			test_clock: { id: clock.id },
			latest_invoice: { created: y2020, test_clock: clock.id, effective_at: y2020 },
		});
		expect(subscription.items.data[0]?.current_period_end).toBe(monthLater);
		const events = await started.newEvents();
		const own = events.filter(({ created }) => created === y2020);
		expect(typesOf(own)).toContain("invoice_payment.paid");
		expect(typesOf(own)).toContain("customer.subscription.created");
	});

	it("stands in the lists only when they are asked for the clock or for the customer", async () => {
		const { stripe, ...started } = await startTest();
		const { clock, customer, subscribe, shop } = await openClock({ stripe, ...started });
		const { id } = await subscribe();
		const idsOf = async (list: Promise<{ data: { id: string }[] }>) =>
			(await list).data.map((object) => object.id);
		const { subscriptions, customers } = stripe;
		expect(await idsOf(subscriptions.list())).toEqual([]);
		expect(await idsOf(subscriptions.list({ customer: customer.id }))).toEqual([id]);
		expect(await idsOf(subscriptions.list({ test_clock: clock.id }))).toEqual([id]);
		expect(await idsOf(customers.list())).toEqual([shop.customer.id]);
		expect(await idsOf(customers.list({ test_clock: clock.id }))).toEqual([customer.id]);
	});

	it("does not renew because the simulator's own clock moves, nor does anybody else by his", async () => {
		const started = await startTest();
		const { clock, clocks, subscribe, shop } = await openClock(started);
		const own = await subscribe();
		const { stripe } = started;
		const method = await stripe.paymentMethods.attach("pm_card_visa", {
			customer: shop.customer.id,
		});
		const other = await stripe.subscriptions.create({
			customer: shop.customer.id,
			items: [{ price: shop.price.id }],
			default_payment_method: method.id,
		});
		await clocks.advance(clock.id, { frozen_time: monthLater + 2 * hour });
		expect((await clocks.retrieve(clock.id)).status).toBe("ready");
		const invoicesOf = async (id: string) =>
			(await stripe.invoices.list({ subscription: id })).data.length;
		expect(await invoicesOf(own.id)).toBe(2);
		expect(await invoicesOf(other.id)).toBe(1);
		started.pass(29 * day);
		expect(await invoicesOf(own.id)).toBe(2);
	});

	it("buys through Checkout at the clock's time", async () => {
		const started = await startTest();
		const { customer, shop } = await openClock(started);
		const session = await started.stripe.checkout.sessions.create({
			mode: "subscription",
			customer: customer.id,
			line_items: [{ price: shop.price.id, quantity: 1 }],
			success_url: "http://localhost/done",
		});
		expect(session).toMatchObject({ created: y2020, expires_at: y2020 + day });
		const paid = await started.post(`/v1/payment_pages/${session.id}/confirm`, {
			card: { number: "4242424242424242", exp_month: 12, exp_year: 2034, cvc: "123" },
		});
		const bought = await started.stripe.subscriptions.retrieve(String(paid.subscription));
		expect(bought).toMatchObject({ created: y2020, test_clock: customer.test_clock });
	});
});

describe("advancing", () => {
	it("answers advancing, is ready a moment later, and tells both with all that fell due between", async () => {
		const started = await startTest();
		const { clock, clocks, subscribe } = await openClock(started);
		const subscription = await subscribe();
		await started.newEvents();
		const target = monthLater + 2 * hour;
		const answer = await clocks.advance(clock.id, { frozen_time: target });
		expect(answer).toMatchObject({
			status: "advancing",
			frozen_time: y2020,
			status_details: { advancing: { target_frozen_time: target } },
		});
		expect(await clocks.retrieve(clock.id)).toMatchObject({
			status: "ready",
			frozen_time: target,
			status_details: {},
		});
		const events = await started.newEvents();
		const types = typesOf(events);
		expect(types[0]).toBe("test_helpers.test_clock.advancing");
		expect(types.at(-1)).toBe("test_helpers.test_clock.ready");
		expect(types).toContain("invoice.payment_succeeded");
		const instants = events.map(({ created }) => created);
		expect(instants).toEqual([...instants].sort((left, right) => left - right));
		expect(events.find(({ type }) => type === "invoice.finalized")?.created).toBe(
			monthLater + hour,
		);
		const renewed = await started.stripe.subscriptions.retrieve(subscription.id);
		expect(renewed.items.data[0]?.current_period_start).toBe(monthLater);
	});

	it("goes forward only, two intervals at most, two years without a subscription", async () => {
		const started = await startTest();
		const { clock, clocks, subscribe } = await openClock(started);
		const refusal = { statusCode: 400, param: "frozen_time" };
		for (const frozen_time of [y2020, y2020 - 1, y2020 + 733 * day]) {
			await expect(clocks.advance(clock.id, { frozen_time })).rejects.toMatchObject(refusal);
		}
		await subscribe();
		const twoMonths = Date.UTC(2020, 2, 1) / 1000;
		await expect(clocks.advance(clock.id, { frozen_time: twoMonths + 1 })).rejects.toMatchObject(
			refusal,
		);
		await clocks.advance(clock.id, { frozen_time: twoMonths });
		expect((await clocks.retrieve(clock.id)).frozen_time).toBe(twoMonths);
	});

	it("is refused while the clock is on its way, and goes on after a restart", async () => {
		const started = await startTest({ settings: { testClockAdvanceMs: 600_000 } });
		const { clock, clocks } = await openClock(started);
		await clocks.advance(clock.id, { frozen_time: monthLater });
		expect((await clocks.retrieve(clock.id)).status).toBe("advancing");
		await expect(clocks.advance(clock.id, { frozen_time: monthLater + 1 })).rejects.toMatchObject({
			statusCode: 429,
			code: "lock_timeout",
		});
	});
});

describe("a test clock", () => {
	it("takes three customers, and only when they are made", async () => {
		const started = await startTest();
		const { clock, shop } = await openClock(started);
		const join = () => started.stripe.customers.create({ test_clock: clock.id });
		await join();
		await join();
		await expect(join()).rejects.toMatchObject({ statusCode: 400, param: "test_clock" });
		await expect(
			started.post(`/v1/customers/${shop.customer.id}`, { test_clock: clock.id }),
		).rejects.toMatchObject({ code: "parameter_unknown" });
		await expect(
			started.stripe.customers.create({ test_clock: "clock_none" }),
		).rejects.toMatchObject({ statusCode: 400, code: "resource_missing", param: "test_clock" });
	});

	it("takes its customers and their subscriptions with it when it is deleted", async () => {
		const started = await startTest();
		const { clock, clocks, customer, subscribe } = await openClock(started);
		const subscription = await subscribe();
		await started.newEvents();
		expect(await clocks.del(clock.id)).toMatchObject({ id: clock.id, deleted: true });
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.subscription.deleted",
			"payment_method.detached",
			"customer.deleted",
			"test_helpers.test_clock.deleted",
		]);
		await expect(clocks.retrieve(clock.id)).rejects.toMatchObject({ statusCode: 404 });
		expect(await started.stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
		const ended = await started.stripe.subscriptions.retrieve(subscription.id);
		expect(ended).toMatchObject({ status: "canceled", ended_at: y2020 });
		started.pass(40 * day);
		expect(typesOf(await started.newEvents())).toEqual([]);
	});

	it("is deleted by itself thirty days after it was made", async () => {
		const started = await startTest();
		const { clock, clocks } = await openClock(started);
		expect(clock.deletes_after).toBe(clock.created + 30 * day);
		started.pass(30 * day + hour);
		await expect(clocks.retrieve(clock.id)).rejects.toMatchObject({ statusCode: 404 });
		expect(typesOf(await started.newEvents())).toContain("test_helpers.test_clock.deleted");
	});

	it("does not move the signature of what is delivered", async () => {
		const started = await startTest();
		const { stripe, simulator } = started;
		const hook = await openHook(stripe);
		const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
		hook.answer.secret = endpoint.secret ?? "";
		await openClock(started);
		await simulator.settled();
		const ofClock = hook.received.find(({ event }) => event.created === y2020);
		const signedAt = Number(/t=(\d+)/.exec(String(ofClock?.headers["stripe-signature"]))?.[1]);
		expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(60);
	});
});
