// What cannot be done with a test clock: too much of it, or anything while it moves.
import { describe, expect, it } from "vitest";
import { control } from "../support/control.ts";
import { until } from "../support/hook.ts";
import { startTest } from "../support/start.ts";
import { monthLater, openClock } from "./a-clock.ts";

describe("an advancing clock", () => {
	it("lets its customers be read and previewed, and nothing of theirs be changed", async () => {
		const started = await startTest({ settings: { testClockAdvanceMs: 600_000 } });
		const { clock, clocks, customer, subscribe, shop } = await openClock(started);
		const { stripe } = started;
		const { id } = await subscribe();
		await clocks.advance(clock.id, { frozen_time: monthLater });
		await started.newEvents();
		const refusal = {
			statusCode: 429,
			type: "StripeRateLimitError",
			message: `Test clock advancement underway - cannot perform modifications: ${clock.id}`,
		};
		const same = { idempotencyKey: "again" };
		for (const change of [
			() => stripe.subscriptions.update(id, { metadata: { a: "b" } }, same),
			() => stripe.subscriptions.cancel(id),
			() => stripe.customers.update(customer.id, { name: "Ada" }),
			() => stripe.invoiceItems.create({ customer: customer.id, amount: 5, currency: "usd" }),
			() => stripe.customers.create({ test_clock: clock.id }),
			() => clocks.del(clock.id),
		]) {
			await expect(change()).rejects.toMatchObject(refusal);
		}
		expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(2900);
		expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ metadata: {} });
		expect(await started.newEvents()).toEqual([]);
		await stripe.customers.update(shop.customer.id, { name: "Eve" });
		await control(started.simulator, ["POST", "settings"], { body: { testClockAdvanceMs: 0 } });
	});

	it("is open again once it is ready, also for a request that was refused before", async () => {
		const started = await startTest({ settings: { testClockAdvanceMs: 100 } });
		const { clock, clocks, subscribe } = await openClock(started);
		const { id } = await subscribe();
		await clocks.advance(clock.id, { frozen_time: monthLater });
		const update = () =>
			started.stripe.subscriptions.update(
				id,
				{ metadata: { a: "b" } },
				{ idempotencyKey: "again" },
			);
		await expect(update()).rejects.toMatchObject({ statusCode: 429 });
		await until(async () => (await clocks.retrieve(clock.id)).status === "ready");
		expect((await update()).metadata).toEqual({ a: "b" });
	});
});

describe("a customer on a test clock who subscribes", () => {
	it("has three subscriptions at most, ended ones not counted", async () => {
		const started = await startTest();
		const { customer, shop, subscribe } = await openClock(started);
		const { stripe } = started;
		const [first] = [await subscribe(), await subscribe(), await subscribe()];
		const refusal = { statusCode: 400, code: "customer_max_subscriptions", param: "customer" };
		await expect(subscribe()).rejects.toMatchObject(refusal);
		const session = {
			mode: "subscription" as const,
			customer: customer.id,
			line_items: [{ price: shop.price.id, quantity: 1 }],
			success_url: "http://localhost/done",
		};
		await expect(stripe.checkout.sessions.create(session)).rejects.toMatchObject(refusal);
		await expect(
			stripe.subscriptionSchedules.create({
				customer: customer.id,
				start_date: "now",
				phases: [{ items: [{ price: shop.price.id }] }],
			}),
		).rejects.toMatchObject(refusal);
		await stripe.subscriptions.cancel(first.id);
		expect(await subscribe()).toMatchObject({ status: "active" });
	});
});
