// Prices described within the request that needs them.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { amountsOf, april, day, itemOf, openTill, type Till } from "../prorations/at-a-time.ts";

const may = april + 30 * day;

const monthly = ({ product }: Till, unit_amount: number) => ({
	currency: "usd",
	product: product.id,
	recurring: { interval: "month" as const },
	unit_amount,
});
const once = ({ product }: Till, unit_amount: number) => ({
	currency: "usd",
	product: product.id,
	unit_amount,
});

/** A subscription to a price made on the spot, with its first invoice. */
async function subscribed(till: Till, more: Partial<Stripe.SubscriptionCreateParams> = {}) {
	const bought = await till.stripe.subscriptions.create({
		customer: till.customer.id,
		items: [{ price_data: monthly(till, 3000), quantity: 2 }],
		...more,
	});
	const { data } = await till.stripe.invoices.list({ subscription: bought.id });
	return { bought, first: data.at(-1) as Stripe.Invoice };
}

async function newest({ stripe }: Till, { id }: Stripe.Subscription) {
	return (await stripe.invoices.list({ subscription: id })).data[0] as Stripe.Invoice;
}

describe("a price described on the spot", () => {
	it("starts a subscription, is archived from the start and renews", async () => {
		const till = await openTill();
		const { bought, first } = await subscribed(till);
		expect(bought.items.data[0]?.price).toMatchObject({ active: false, unit_amount: 3000 });
		expect(first.total).toBe(6000);
		till.simulator.advanceTo(may + 2 * 3600);
		expect((await newest(till, bought)).total).toBe(6000);
	});

	it("takes an item's place, prorated, and comes as a new item", async () => {
		const till = await openTill();
		const { bought } = await subscribed(till);
		till.to(15);
		const changed = await till.stripe.subscriptions.update(bought.id, {
			items: [
				{ id: itemOf(bought), price_data: monthly(till, 9000) },
				{ price_data: monthly(till, 400) },
			],
			proration_behavior: "always_invoice",
			proration_date: april + 15 * day,
		});
		expect(changed.items.data.map(({ price }) => price.unit_amount)).toEqual([9000, 400]);
		expect(amountsOf(await newest(till, bought))).toEqual([-3000, 4500, 200]);
		const item = await till.stripe.subscriptionItems.create({
			subscription: bought.id,
			price_data: monthly(till, 100),
			proration_behavior: "none",
		});
		expect(item.price).toMatchObject({ unit_amount: 100, active: false });
		const other = await till.stripe.subscriptionItems.update(item.id, {
			price_data: monthly(till, 150),
			proration_behavior: "none",
		});
		expect(other.price.unit_amount).toBe(150);
	});

	it("is billed once beside a subscription, over the period it names", async () => {
		const till = await openTill();
		const { bought, first } = await subscribed(till, {
			add_invoice_items: [
				{
					price_data: once(till, 700),
					period: { start: { type: "now" }, end: { type: "timestamp", timestamp: april + day } },
				},
			],
		});
		expect(amountsOf(first)).toEqual([700, 6000]);
		const [line] = first.lines.data;
		expect([line?.period.start, line?.period.end]).toEqual([bought.created, april + day]);
		const coupon = await till.stripe.coupons.create({ percent_off: 50, duration: "once" });
		await till.stripe.subscriptions.update(bought.id, {
			add_invoice_items: [
				{ price_data: once(till, 1000), discounts: [{ coupon: coupon.id }], quantity: 3 },
			],
		});
		till.simulator.advanceTo(may + 2 * 3600);
		expect((await newest(till, bought)).total).toBe(1500 + 6000);
	});

	it("is previewed without being kept, and the invoice that follows is the same", async () => {
		const till = await openTill();
		const { bought } = await subscribed(till);
		till.to(10);
		await till.newEvents();
		const change = {
			items: [{ id: itemOf(bought), price_data: monthly(till, 6000), quantity: 2 }],
			proration_behavior: "always_invoice" as const,
			proration_date: april + 10 * day,
		};
		const preview = await till.stripe.invoices.createPreview({
			subscription: bought.id,
			subscription_details: change,
		});
		expect(await till.newEvents()).toEqual([]);
		await till.stripe.subscriptions.update(bought.id, change);
		expect(amountsOf(await newest(till, bought))).toEqual(amountsOf(preview));
		const fresh = await till.stripe.invoices.createPreview({
			customer: till.customer.id,
			subscription_details: { items: [{ price_data: monthly(till, 1234) }] },
		});
		expect(fresh.total).toBe(1234);
	});

	it("is refused beside a price, without a product or in the wrong rhythm", async () => {
		const till = await openTill();
		const price = await till.price(500);
		const start = (item: Stripe.SubscriptionCreateParams.Item) =>
			till.stripe.subscriptions.create({ customer: till.customer.id, items: [item] });
		await expect(start({ price: price.id, price_data: monthly(till, 1) })).rejects.toMatchObject({
			code: "parameters_exclusive",
			param: "items[0][price_data]",
		});
		await expect(start({ quantity: 1 })).rejects.toMatchObject({
			code: "parameter_missing",
			param: "items[0][price]",
		});
		await expect(
			start({ price_data: { ...monthly(till, 1), product: "prod_none" } }),
		).rejects.toMatchObject({
			code: "resource_missing",
			param: "items[0][price_data][product]",
		});
		const bought = await till.subscribe([price]);
		await expect(
			till.stripe.subscriptions.update(bought.id, { add_invoice_items: [{ price: price.id }] }),
		).rejects.toMatchObject({ param: "add_invoice_items[0][price]" });
		await expect(
			till.stripe.subscriptions.update(bought.id, {
				add_invoice_items: [
					{
						price_data: once(till, 1),
						period: { start: { type: "timestamp" }, end: { type: "min_item_period_end" } },
					},
				],
			}),
		).rejects.toMatchObject({
			code: "parameter_missing",
			param: "add_invoice_items[0][period][start][timestamp]",
		});
	});
});

describe("a schedule's phase", () => {
	it("has prices of its own making and bills items once when it begins", async () => {
		const till = await openTill();
		const schedule = await till.stripe.subscriptionSchedules.create({
			customer: till.customer.id,
			start_date: "now",
			phases: [
				{
					items: [{ price_data: monthly(till, 1000) }],
					add_invoice_items: [{ price_data: once(till, 250) }],
				},
				{
					items: [{ price_data: monthly(till, 2000) }],
					add_invoice_items: [
						{
							price_data: once(till, 99),
							quantity: 2,
							period: { start: { type: "phase_start" }, end: { type: "phase_end" } },
						},
					],
				},
			],
		});
		expect(schedule.phases[1]?.add_invoice_items[0]).toMatchObject({
			quantity: 2,
			period: { start: { type: "phase_start" }, end: { type: "phase_end" } },
		});
		till.simulator.advanceTo(may + 2 * 3600);
		const { data } = await till.stripe.invoices.list({
			subscription: String(schedule.subscription),
		});
		expect(data.map(amountsOf)).toEqual([
			[198, 2000],
			[250, 1000],
		]);
		const [added] = data[0]?.lines.data ?? [];
		expect(added?.period).toEqual({
			start: schedule.phases[1]?.start_date,
			end: schedule.phases[1]?.end_date,
		});
	});

	it.each([
		["renew", "active", 3],
		["none", "canceled", 1],
		["cancel", "canceled", 1],
		["release", "active", 3],
	] as const)("at the end does what %s says", async (end_behavior, status, invoices) => {
		const till = await openTill();
		const price = await till.price(1000);
		const schedule = await till.stripe.subscriptionSchedules.create({
			customer: till.customer.id,
			start_date: "now",
			end_behavior,
			phases: [{ items: [{ price: price.id }] }],
		});
		till.simulator.advanceTo(april + 70 * day);
		const id = String(schedule.subscription);
		expect((await till.stripe.subscriptions.retrieve(id)).status).toBe(status);
		const made = await till.stripe.invoices.list({ subscription: id });
		expect(made.data.map(({ total }) => total)).toEqual(Array(invoices).fill(1000));
		const after = await till.stripe.subscriptionSchedules.retrieve(schedule.id);
		expect(after.status).toBe(end_behavior === "renew" ? "active" : "completed");
		expect(after.phases).toHaveLength(end_behavior === "renew" ? 3 : 1);
		expect(after.phases.at(-1)?.end_date).toBe(
			Date.UTC(2030, end_behavior === "renew" ? 6 : 4, 1) / 1000 + (schedule.created - april),
		);
	});
});
