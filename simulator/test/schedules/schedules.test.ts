// Subscription schedules: how they begin, change and end.
import { describe, expect, it } from "vitest";
import { buy, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";
import { withCard } from "./planned.ts";

const hour = 3600;

describe("a schedule", () => {
	it("that starts now has an active subscription whose first invoice waits for an hour", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await withCard(started);
		await started.newEvents();
		const schedule = await stripe.subscriptionSchedules.create({
			customer: shop.customer.id,
			start_date: "now",
			end_behavior: "cancel",
			phases: [
				{ items: [{ price: shop.price.id, quantity: 2 }], metadata: { tier: "founder" } },
				{ items: [{ price: shop.small.id }], duration: { interval: "week", interval_count: 2 } },
			],
		});
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.updated",
			"invoice.created",
			"customer.subscription.created",
			"subscription_schedule.created",
		]);
		const id = String(schedule.subscription);
		const begun = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
		expect(begun).toMatchObject({
			status: "active",
			schedule: schedule.id,
			metadata: { tier: "founder" },
			latest_invoice: { status: "draft", total: 5800, billing_reason: "subscription_create" },
		});
		started.pass(2 * hour);
		const [first] = (await stripe.invoices.list({ subscription: id })).data;
		expect(first?.status).toBe("paid");
		started.simulator.advanceTo(schedule.phases[1]?.end_date ?? 0);
		expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
			status: "canceled",
			ended_at: schedule.phases[1]?.end_date,
		});
		const types = typesOf(await started.newEvents());
		expect(types.slice(-2)).toEqual([
			"customer.subscription.deleted",
			"subscription_schedule.completed",
		]);
		expect(types).not.toContain("subscription_schedule.aborted");
	});

	it("that starts later waits, then begins by itself, with a trial if its phase says so", async () => {
		const started = await startTest();
		const { stripe, simulator } = started;
		const shop = await withCard(started);
		const start_date = simulator.now() + 10 * day;
		const schedule = await stripe.subscriptionSchedules.create({
			customer: shop.customer.id,
			start_date,
			phases: [{ items: [{ price: shop.price.id }], trial: true, end_date: start_date + 14 * day }],
		});
		expect(schedule).toMatchObject({ status: "not_started", subscription: null });
		const listed = await stripe.subscriptionSchedules.list({ scheduled: true });
		expect(listed.data.map(({ id }) => id)).toEqual([schedule.id]);
		simulator.advanceTo(start_date + 1);
		const begun = await stripe.subscriptionSchedules.retrieve(schedule.id, {
			expand: ["subscription"],
		});
		expect(begun).toMatchObject({
			status: "active",
			subscription: { status: "trialing", created: start_date, trial_end: start_date + 14 * day },
		});
	});

	it("changed in the phase that runs changes the subscription at once", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await withCard(started);
		const bought = await buy(started, shop);
		const schedule = await stripe.subscriptionSchedules.create({ from_subscription: bought.id });
		const [phase] = schedule.phases;
		await stripe.subscriptionSchedules.update(schedule.id, {
			proration_behavior: "none",
			phases: [
				{
					items: [{ price: shop.price.id, quantity: 3 }],
					start_date: phase?.start_date ?? 0,
					end_date: phase?.end_date ?? 0,
				},
			],
		});
		const after = await stripe.subscriptions.retrieve(bought.id);
		expect(after.items.data[0]?.quantity).toBe(3);
	});

	it("is taken off and leaves the subscription as it is", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await withCard(started));
		const schedule = await stripe.subscriptionSchedules.create({ from_subscription: bought.id });
		await started.newEvents();
		expect(await stripe.subscriptionSchedules.release(schedule.id)).toMatchObject({
			status: "released",
			subscription: null,
			released_subscription: bought.id,
		});
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.subscription.updated",
			"subscription_schedule.released",
		]);
		expect((await stripe.subscriptions.retrieve(bought.id)).schedule).toBeNull();
		await expect(stripe.subscriptionSchedules.cancel(schedule.id)).rejects.toMatchObject({
			statusCode: 400,
			message: expect.stringContaining("released"),
		});
	});

	it("is cancelled together with its subscription", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await withCard(started));
		const schedule = await stripe.subscriptionSchedules.create({ from_subscription: bought.id });
		await started.newEvents();
		await stripe.subscriptionSchedules.cancel(schedule.id);
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.subscription.deleted",
			"subscription_schedule.canceled",
		]);
		expect((await stripe.subscriptions.retrieve(bought.id)).status).toBe("canceled");
	});

	it("is aborted when its subscription dies", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await withCard(started));
		const schedule = await stripe.subscriptionSchedules.create({ from_subscription: bought.id });
		await started.newEvents();
		await stripe.subscriptions.cancel(bought.id);
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.subscription.deleted",
			"subscription_schedule.aborted",
		]);
		const aborted = await stripe.subscriptionSchedules.retrieve(schedule.id);
		expect(aborted.status).toBe("canceled");
		started.pass(60 * day);
		expect(typesOf(await started.newEvents())).not.toContain("subscription_schedule.completed");
	});

	it("refuses what endive took away, and what contradicts itself", async () => {
		const started = await startTest();
		const shop = await withCard(started);
		const bought = await buy(started, shop);
		const path = "/v1/subscription_schedules";
		const items = [{ price: shop.price.id }];
		const customer = shop.customer.id;
		for (const [params, expected] of [
			[
				{ customer, start_date: "now", phases: [{ items, iterations: 1 }] },
				{ code: "parameter_unknown", param: "phases[0][iterations]" },
			],
			[
				{ customer, phases: [{ items }] },
				{ code: "parameter_missing", param: "start_date" },
			],
			[{ from_subscription: bought.id, end_behavior: "cancel" }, { code: "parameters_exclusive" }],
			[{ from_subscription: "sub_none" }, { code: "resource_missing", statusCode: 400 }],
			[
				{
					customer,
					start_date: "now",
					phases: [{ items, end_date: 1, duration: { interval: "day" } }],
				},
				{ code: "parameters_exclusive" },
			],
			[
				{ customer, start_date: "now", phases: [{ items: [{ price: "price_none" }] }] },
				{ param: "phases[0][items][0][price]", statusCode: 400 },
			],
		] as const) {
			await expect(started.post(path, params)).rejects.toMatchObject(expected);
		}
		await started.post(path, { from_subscription: bought.id });
		await expect(started.post(path, { from_subscription: bought.id })).rejects.toMatchObject({
			param: "from_subscription",
		});
	});
});
