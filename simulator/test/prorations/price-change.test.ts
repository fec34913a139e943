import { describe, expect, it } from "vitest";
import { changesOf, typesOf } from "../support/shop.ts";
import { amountsOf, april, day, itemOf, openTill } from "./at-a-time.ts";

describe("a price change in the middle of a period", () => {
	it("waits as a credit and a debit for the next invoice", async () => {
		const till = await openTill();
		const { stripe } = till;
		const [basic, pro] = [await till.price(3000), await till.price(6000)];
		const bought = await till.subscribe([basic]);
		till.to(15);
		await till.newEvents();
		const changed = await stripe.subscriptions.update(bought.id, {
			items: [{ id: itemOf(bought), price: pro.id }],
		});
		expect(changed.latest_invoice).toBe(bought.latest_invoice);
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual([
			"invoiceitem.created",
			"invoiceitem.created",
			"customer.subscription.updated",
		]);
		expect(Object.keys(changesOf(events, "customer.subscription.updated") ?? {})).toEqual([
			"items",
		]);
		const waiting = await stripe.invoiceItems.list({ customer: till.customer.id, pending: true });
		expect(waiting.data).toMatchObject([
			{
				amount: 3000,
				proration: true,
				description: "Remaining time on Founder after 16 Apr 2030",
				period: { start: april + 15 * day, end: april + 30 * day },
			},
			{
				amount: -1500,
				proration: true,
				discountable: false,
				description: "Unused time on Founder after 16 Apr 2030",
				proration_details: {
					credited_items: {
						type: "invoice_line_items",
						invoice_line_item_details: { invoice: bought.latest_invoice },
					},
				},
			},
		]);
		till.to(31);
		const renewal = await stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(renewal.data[0]).toMatchObject({ subtotal: 7500, amount_paid: 7500, status: "paid" });
		expect(renewal.data.map(amountsOf)).toEqual([[-1500, 3000, 6000]]);
		const [credit, debit] = renewal.data[0]?.lines.data ?? [];
		expect(credit?.parent).toMatchObject({
			type: "subscription_item_details",
			subscription_item_details: {
				proration: true,
				subscription_item: itemOf(bought),
				proration_details: { credited_items: { invoice: bought.latest_invoice } },
			},
		});
		expect(debit?.parent?.subscription_item_details?.proration_details).toEqual({
			credited_items: null,
		});
	});

	it("is invoiced and charged in the request when asked", async () => {
		const till = await openTill();
		const { stripe } = till;
		const [basic, pro] = [await till.price(3000), await till.price(6000)];
		const bought = await till.subscribe([basic]);
		till.to(15);
		await till.newEvents();
		const changed = await stripe.subscriptions.update(bought.id, {
			items: [{ id: itemOf(bought), price: pro.id }],
			proration_behavior: "always_invoice",
			expand: ["latest_invoice"],
		});
		expect(changed.latest_invoice).toMatchObject({
			billing_reason: "subscription_update",
			status: "paid",
			amount_paid: 1500,
			period_start: april,
			period_end: april + 15 * day,
		});
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual([
			"invoiceitem.created",
			"invoiceitem.created",
			"invoice.created",
			"payment_intent.created",
			"invoice.finalized",
			"charge.succeeded",
			"payment_intent.succeeded",
			"invoice.updated",
			"invoice.paid",
			"invoice.payment_succeeded",
			"customer.subscription.updated",
		]);
		const changes = Object.keys(changesOf(events, "customer.subscription.updated") ?? {});
		expect(changes.toSorted()).toEqual(["items", "latest_invoice"]);
	});

	it("counts by the second", async () => {
		const till = await openTill();
		const price = await till.price(2500);
		const bought = await till.subscribe([price]);
		till.to(0, 4);
		await till.stripe.subscriptionItems.update(itemOf(bought), { quantity: 5 });
		const waiting = await till.stripe.invoiceItems.list({ customer: till.customer.id });
		expect(waiting.data.map(({ amount }) => amount)).toEqual([12500, -2500]);
		expect(waiting.data[0]?.description).toBe("Remaining time on 5 × Founder after 01 Apr 2030");
	});

	it("counts from the proration date when one is given", async () => {
		const till = await openTill();
		const [basic, pro] = [await till.price(3000), await till.price(6000)];
		const bought = await till.subscribe([basic]);
		till.to(20);
		const change = { items: [{ id: itemOf(bought), price: pro.id }] };
		await till.stripe.subscriptions.update(bought.id, {
			...change,
			proration_date: april + 10 * day,
		});
		const waiting = await till.stripe.invoiceItems.list({ customer: till.customer.id });
		expect(waiting.data.map(({ amount }) => amount)).toEqual([4000, -2000]);
		await expect(
			till.stripe.subscriptions.update(bought.id, { ...change, proration_date: april - day }),
		).rejects.toMatchObject({ param: "proration_date" });
	});

	it("brings nothing with proration_behavior none", async () => {
		const till = await openTill();
		const [basic, pro] = [await till.price(3000), await till.price(6000)];
		const bought = await till.subscribe([basic]);
		till.to(15);
		await till.newEvents();
		await till.stripe.subscriptions.update(bought.id, {
			items: [{ id: itemOf(bought), price: pro.id }],
			proration_behavior: "none",
		});
		expect(typesOf(await till.newEvents())).toEqual(["customer.subscription.updated"]);
		till.to(31);
		const renewal = await till.stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(renewal.data.map(amountsOf)).toEqual([[6000]]);
	});
});

describe("what a credit is worth", () => {
	async function twice(mode: "classic" | "flexible") {
		const till = await openTill();
		const [ten, twenty] = [await till.price(1000), await till.price(2000)];
		const bought = await till.subscribe([ten], { billing_mode: { type: mode } });
		const item = itemOf(bought);
		till.to(10);
		await till.stripe.subscriptions.update(bought.id, {
			items: [{ id: item, price: twenty.id }],
			proration_behavior: "none",
		});
		till.to(20);
		const back = await till.stripe.subscriptions.update(bought.id, {
			items: [{ id: item, price: ten.id }],
			proration_behavior: "always_invoice",
			expand: ["latest_invoice"],
		});
		return { till, bought, invoice: back.latest_invoice };
	}

	it("is the current price in classic billing mode", async () => {
		const { till, invoice } = await twice("classic");
		expect(invoice).toMatchObject({ total: -334, amount_due: 0, status: "paid" });
		const customer = await till.stripe.customers.retrieve(till.customer.id);
		expect(customer).toMatchObject({ balance: -334 });
	});

	it("is what was billed in flexible billing mode", async () => {
		const { till, invoice } = await twice("flexible");
		expect(invoice).toMatchObject({ total: 0, amount_due: 0, status: "paid" });
		expect(await till.stripe.customers.retrieve(till.customer.id)).toMatchObject({ balance: 0 });
	});

	it.each([
		["classic", -250],
		["flexible", -417],
	] as const)("contains the coupon's share: %s gives %i", async (type, total) => {
		const till = await openTill();
		const { stripe } = till;
		const other = await stripe.products.create({ name: "Other" });
		const ten = await till.price(1000);
		const twenty = await stripe.prices.create({
			product: other.id,
			currency: "usd",
			unit_amount: 2000,
			recurring: { interval: "month" },
		});
		const coupon = await stripe.coupons.create({
			amount_off: 500,
			currency: "usd",
			duration: "forever",
		});
		const bought = await till.subscribe([ten, twenty], {
			billing_mode: { type },
			discounts: [{ coupon: coupon.id }],
			expand: ["latest_invoice"],
		});
		expect(bought.latest_invoice).toMatchObject({ subtotal: 3000, total: 2500 });
		till.to(15);
		const changed = await stripe.subscriptions.update(bought.id, {
			items: [{ id: itemOf(bought), deleted: true }],
			proration_behavior: "always_invoice",
			expand: ["latest_invoice"],
		});
		expect(changed.items.data.map(({ price }) => price.id)).toEqual([twenty.id]);
		expect(changed.latest_invoice).toMatchObject({ total, amount_due: 0, ending_balance: total });
	});

	it("leaves nothing when a change is undone in the same second", async () => {
		const till = await openTill();
		const [basic, pro] = [await till.price(3333), await till.price(7777)];
		const bought = await till.subscribe([basic]);
		till.to(7, 12_345);
		for (const price of [pro, basic]) {
			await till.stripe.subscriptions.update(bought.id, {
				items: [{ id: itemOf(bought), price: price.id }],
			});
		}
		const waiting = await till.stripe.invoiceItems.list({ customer: till.customer.id });
		expect(waiting.data).toHaveLength(4);
		expect(waiting.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
	});
});
