// What is billed before a period ends: waiting items at an interval of their own, and much use.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { amountsOf, april, day, itemOf, openTill, type Till } from "../prorations/at-a-time.ts";

const june = april + 61 * day;

async function invoicesOf({ stripe }: Till, { id }: Stripe.Subscription) {
	return (await stripe.invoices.list({ subscription: id })).data;
}

describe("a subscription that bills waiting items every week", () => {
	it("invoices them when there are any, beside its own renewals", async () => {
		const till = await openTill();
		const { stripe } = till;
		const bought = await till.subscribe([await till.price(3000)], {
			pending_invoice_item_interval: { interval: "week" },
		});
		const next = bought.created + 7 * day;
		expect(bought).toMatchObject({
			pending_invoice_item_interval: { interval: "week", interval_count: 1 },
			next_pending_invoice_item_invoice: next,
		});
		till.to(3);
		await stripe.invoiceItems.create({
			customer: till.customer.id,
			subscription: bought.id,
			amount: 700,
			currency: "usd",
		});
		till.simulator.advanceTo(next + 2 * 3600);
		const [weekly] = await invoicesOf(till, bought);
		expect(weekly).toMatchObject({ status: "paid", total: 700, billing_reason: "manual" });
		till.simulator.advanceTo(next + 15 * day);
		expect(await invoicesOf(till, bought)).toHaveLength(2);
		const later = await stripe.subscriptions.retrieve(bought.id);
		expect(later.next_pending_invoice_item_invoice).toBe(next + 21 * day);
		const off = await stripe.subscriptions.update(bought.id, { pending_invoice_item_interval: "" });
		expect(off).toMatchObject({
			pending_invoice_item_interval: null,
			next_pending_invoice_item_invoice: null,
		});
	});
});

async function metered(more: Partial<Stripe.SubscriptionCreateParams> = {}) {
	const till = await openTill();
	const { stripe, customer, product } = till;
	const meter = await stripe.billing.meters.create({
		display_name: "Calls",
		event_name: "calls",
		default_aggregation: { formula: "sum" },
	});
	const price = await stripe.prices.create({
		product: product.id,
		currency: "usd",
		unit_amount: 10,
		recurring: { interval: "month", usage_type: "metered", meter: meter.id },
	});
	const bought = await till.subscribe([price], more);
	const use = (value: number) =>
		stripe.billing.meterEvents.create({
			event_name: "calls",
			payload: { stripe_customer_id: customer.id, value: String(value) },
			timestamp: till.simulator.now(),
		});
	return { ...till, bought, use };
}

describe("a billing threshold", () => {
	it("bills the use when it is worth that much, and the rest at the period's end", async () => {
		const till = await metered({ billing_thresholds: { amount_gte: 1000 } });
		expect(till.bought.billing_thresholds).toEqual({
			amount_gte: 1000,
			reset_billing_cycle_anchor: null,
		});
		till.to(5);
		await till.use(99);
		till.pass(60);
		expect(await invoicesOf(till, till.bought)).toEqual([]);
		await till.use(2);
		till.pass(3 * 3600);
		const [reached] = await invoicesOf(till, till.bought);
		expect(reached).toMatchObject({
			billing_reason: "subscription_threshold",
			status: "paid",
			total: 1010,
			threshold_reason: { amount_gte: 1000, item_reasons: [] },
		});
		await till.use(7);
		till.simulator.advanceTo(april + 30 * day + 2 * 3600);
		expect((await invoicesOf(till, till.bought)).map(({ total }) => total)).toEqual([70, 1010]);
		till.simulator.advanceTo(june + 2 * 3600);
		expect((await invoicesOf(till, till.bought)).map(({ total }) => total)).toEqual([0, 70, 1010]);
	});

	it("of an item counts its units, and names the lines", async () => {
		const till = await metered();
		const item = itemOf(till.bought);
		const changed = await till.stripe.subscriptionItems.update(item, {
			billing_thresholds: { usage_gte: 50 },
		});
		expect(changed.billing_thresholds).toEqual({ usage_gte: 50 });
		await till.use(50);
		till.pass(3 * 3600);
		const [reached] = await invoicesOf(till, till.bought);
		expect(reached?.threshold_reason).toEqual({
			amount_gte: null,
			item_reasons: [{ line_item_ids: [reached?.lines.data[0]?.id], usage_gte: 50 }],
		});
	});

	it("begins a new period where it says so, with what was paid in advance credited", async () => {
		const till = await metered();
		const licensed = await till.price(3000);
		await till.stripe.subscriptions.update(till.bought.id, {
			items: [{ price: licensed.id }],
			billing_thresholds: { amount_gte: 1000, reset_billing_cycle_anchor: true },
			proration_behavior: "always_invoice",
		});
		till.to(15);
		await till.use(100);
		till.pass(3 * 3600);
		const [reached] = await invoicesOf(till, till.bought);
		const amounts = amountsOf(reached as Stripe.Invoice);
		expect(amounts[0]).toBeLessThanOrEqual(-1499);
		expect(amounts.slice(1)).toEqual([3000, 1000]);
		const after = await till.stripe.subscriptions.retrieve(till.bought.id);
		expect(after.billing_cycle_anchor).toBe(reached?.created);
		expect(after.items.data[0]?.current_period_start).toBe(reached?.created);
	});

	it("is refused below what can be charged", async () => {
		await expect(metered({ billing_thresholds: { amount_gte: 49 } })).rejects.toMatchObject({
			statusCode: 400,
			param: "billing_thresholds[amount_gte]",
		});
	});
});
