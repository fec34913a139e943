// A lower tier from the next period on: the schedule's everyday use.
import { describe, expect, it } from "vitest";
import { buy, changesOf, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";
import { endOf, scheduleNext, withCard } from "./planned.ts";

const hour = 3600;

describe("a downgrade at the end of the period", () => {
	it("is billed at the lower price from the next period on, without prorations, and is then over", async () => {
		const started = await startTest();
		const { stripe, simulator } = started;
		const shop = await withCard(started);
		const bought = await buy(started, shop);
		await started.newEvents();
		const schedule = await scheduleNext(started, bought, {
			items: [{ price: shop.small.id }],
			duration: { interval: "month", interval_count: 1 },
		});
		expect(schedule).toMatchObject({ status: "active", end_behavior: "release" });
		expect(schedule.current_phase?.end_date).toBe(endOf(bought));
		const planned = await started.newEvents();
		expect(typesOf(planned)).toEqual([
			"customer.subscription.updated",
			"subscription_schedule.created",
			"subscription_schedule.updated",
		]);
		expect(changesOf(planned, "customer.subscription.updated")).toEqual({ schedule: null });
		const before = await stripe.subscriptions.retrieve(bought.id, { expand: ["schedule"] });
		expect(before.schedule).toMatchObject({ id: schedule.id });
		expect(before.items.data[0]?.price.id).toBe(shop.price.id);

		simulator.advanceTo(endOf(bought) + 2 * hour);
		const after = await stripe.subscriptions.retrieve(bought.id, { expand: ["latest_invoice"] });
		expect(after.items.data[0]?.id).toBe(bought.items.data[0]?.id);
		expect(after.items.data[0]?.price.id).toBe(shop.small.id);
		expect(after.latest_invoice).toMatchObject({ status: "paid", total: 900 });
		const { data } = await stripe.invoiceItems.list({ customer: shop.customer.id });
		expect(data).toEqual([]);
		const running = await stripe.subscriptionSchedules.retrieve(schedule.id);
		expect(running.current_phase?.start_date).toBe(endOf(bought));
		await started.newEvents();

		simulator.advanceTo(endOf(after) - 7 * day);
		expect(typesOf(await started.newEvents())).toContain("subscription_schedule.expiring");
		simulator.advanceTo(endOf(after) + 2 * hour);
		const types = typesOf(await started.newEvents());
		expect(types).toContain("subscription_schedule.completed");
		expect(types).toContain("invoice.paid");
		expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({
			status: "completed",
			completed_at: endOf(after),
			current_phase: null,
		});
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			status: "active",
			schedule: null,
		});
	});

	it("to another interval begins a period of its own at once", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await withCard(started);
		const yearly = await stripe.prices.create({
			product: shop.product.id,
			currency: "usd",
			unit_amount: 9000,
			recurring: { interval: "year" },
		});
		const bought = await buy(started, shop);
		await scheduleNext(started, bought, { items: [{ price: yearly.id }] });
		started.simulator.advanceTo(endOf(bought) + 2 * hour);
		const after = await stripe.subscriptions.retrieve(bought.id, { expand: ["latest_invoice"] });
		expect(after.items.data[0]).toMatchObject({
			price: { id: yearly.id },
			current_period_start: endOf(bought),
		});
		expect(endOf(after) - endOf(bought)).toBeGreaterThan(364 * day);
		expect(after.latest_invoice).toMatchObject({ status: "paid", total: 9000 });
		expect((await stripe.invoices.list({ subscription: bought.id })).data).toHaveLength(2);
	});
});
