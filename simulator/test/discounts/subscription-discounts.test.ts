// How long a discount works, on which lines, and who hears of it.
import { describe, expect, it } from "vitest";
import { changesOf, typesOf } from "../support/shop.ts";
import { month, openPaidShop } from "./shop-with-coupons.ts";

describe("a discounted subscription", () => {
	it("looks as recorded: a discount, its invoice, its line", async () => {
		const { stripe, subscribe, shop, newEvents } = await openPaidShop();
		const coupon = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
		const made = await subscribe({
			discounts: [{ coupon: coupon.id }],
			expand: ["discounts"],
		});
		expect(made.discounts).toMatchObject([
			{
				checkout_session: null,
				customer: shop.customer.id,
				end: null,
				invoice: null,
				subscription: made.id,
				subscription_item: null,
				source: { type: "coupon", coupon: coupon.id },
			},
		]);
		const invoice = await stripe.invoices.retrieve(String(made.latest_invoice), {
			expand: ["total_discount_amounts.discount.source.coupon"],
		});
		expect(invoice).toMatchObject({
			discounts: made.discounts.map((one) => (typeof one === "string" ? one : one.id)),
			subtotal: 2900,
			total: 2610,
			amount_paid: 2610,
			total_excluding_tax: 2610,
			total_discount_amounts: [
				{ amount: 290, discount: { source: { coupon: { id: coupon.id } } } },
			],
			total_pretax_credit_amounts: [{ amount: 290, type: "discount" }],
			lines: { data: [{ amount: 2900, discountable: true, discounts: [] }] },
		});
		const types = typesOf(await newEvents());
		expect(types).toContain("customer.discount.created");
		expect(types).not.toContain("coupon.updated");
	});

	it("pays less once, and the discount is gone with its first invoice", async () => {
		const { stripe, subscribe, bills, pass } = await openPaidShop();
		const coupon = await stripe.coupons.create({ amount_off: 1000, currency: "usd" });
		const made = await subscribe({ discounts: [{ coupon: coupon.id }] });
		expect(made.discounts).toEqual([]);
		pass(month);
		expect(await bills(made.id)).toEqual([
			[2900, 1000, 1900],
			[2900, 0, 2900],
		]);
	});

	it("keeps a once coupon through the trial for the first invoice that costs something", async () => {
		const { stripe, subscribe, bills, pass } = await openPaidShop();
		const coupon = await stripe.coupons.create({ percent_off: 50 });
		const made = await subscribe({ trial_period_days: 7, discounts: [{ coupon: coupon.id }] });
		expect(made.discounts).toHaveLength(1);
		pass(8 * 86_400);
		expect((await stripe.subscriptions.retrieve(made.id)).discounts).toEqual([]);
		pass(month);
		expect(await bills(made.id)).toEqual([
			[0, 0, 0],
			[2900, 1450, 1450],
			[2900, 0, 2900],
		]);
	});

	it("pays less for as many months as the coupon repeats", async () => {
		const { stripe, subscribe, bills, pass, newEvents } = await openPaidShop();
		const coupon = await stripe.coupons.create({
			percent_off: 100,
			duration: "repeating",
			duration_in_months: 2,
		});
		const made = await subscribe({ discounts: [{ coupon: coupon.id }], expand: ["discounts"] });
		const discount = made.discounts[0];
		if (typeof discount !== "object") throw new Error("not expanded");
		const end = new Date(made.created * 1000);
		end.setUTCMonth(end.getUTCMonth() + 2);
		expect(discount.end).toBe(end.getTime() / 1000);
		await newEvents();
		for (let renewals = 0; renewals < 3; renewals += 1) pass(31 * 86_400);
		expect(await bills(made.id)).toEqual([
			[2900, 2900, 0],
			[2900, 2900, 0],
			[2900, 0, 2900],
			[2900, 0, 2900],
		]);
		expect(typesOf(await newEvents())).toContain("customer.discount.deleted");
		expect((await stripe.subscriptions.retrieve(made.id)).discounts).toEqual([]);
	});

	it("is changed by an update, cleared by an empty string, and by DELETE", async () => {
		const { stripe, subscribe, newEvents } = await openPaidShop();
		const [ten, twenty] = await Promise.all(
			[10, 20].map((percent_off) => stripe.coupons.create({ percent_off, duration: "forever" })),
		);
		const { id } = await subscribe({ discounts: [{ coupon: ten?.id ?? "" }] });
		await newEvents();
		const changed = await stripe.subscriptions.update(id, {
			discounts: [{ coupon: twenty?.id ?? "" }],
		});
		let events = await newEvents();
		expect(typesOf(events)).toEqual(["customer.discount.updated", "customer.subscription.updated"]);
		expect(changesOf(events, "customer.discount.updated")).toMatchObject({
			source: { coupon: ten?.id },
		});
		const kept = await stripe.subscriptions.update(id, {
			discounts: [{ discount: String(changed.discounts[0]) }],
		});
		expect(kept.discounts).toEqual(changed.discounts);
		expect((await stripe.subscriptions.update(id, { discounts: "" })).discounts).toEqual([]);
		events = await newEvents();
		expect(typesOf(events)).toEqual(["customer.discount.deleted", "customer.subscription.updated"]);
		await stripe.subscriptions.update(id, { discounts: [{ coupon: ten?.id ?? "" }] });
		expect(await stripe.subscriptions.deleteDiscount(id)).toMatchObject({
			object: "discount",
			deleted: true,
			subscription: id,
		});
		expect((await stripe.subscriptions.retrieve(id)).discounts).toEqual([]);
		await expect(stripe.subscriptions.deleteDiscount(id)).rejects.toMatchObject({
			statusCode: 404,
		});
	});

	it("splits a fixed amount over its lines to the last cent", async () => {
		const { stripe, subscribe, shop } = await openPaidShop();
		const extra = await stripe.prices.create({
			product: shop.product.id,
			currency: "usd",
			unit_amount: 1000,
			recurring: { interval: "month" },
		});
		const coupon = await stripe.coupons.create({
			amount_off: 777,
			currency: "usd",
			duration: "forever",
		});
		const made = await subscribe({
			items: [{ price: shop.price.id }, { price: extra.id, quantity: 3 }],
			discounts: [{ coupon: coupon.id }],
			expand: ["latest_invoice"],
		});
		const invoice = made.latest_invoice;
		if (invoice === null || typeof invoice !== "object") throw new Error("not expanded");
		const amounts = invoice.lines.data.map((line) => line.discount_amounts?.[0]?.amount ?? 0);
		expect(amounts.every((amount) => amount > 0)).toBe(true);
		expect(amounts[0] ?? 0 + (amounts[1] ?? 0)).toBeLessThan(777);
		expect((amounts[0] ?? 0) + (amounts[1] ?? 0)).toBe(777);
		expect(invoice.total).toBe(2900 + 3000 - 777);
	});

	it("discounts one item alone, and only the products a coupon is for", async () => {
		const { stripe, subscribe, shop } = await openPaidShop();
		const other = await stripe.products.create({ name: "Support" });
		const support = await stripe.prices.create({
			product: other.id,
			currency: "usd",
			unit_amount: 1000,
			recurring: { interval: "month" },
		});
		const half = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
		const own = await stripe.coupons.create({
			percent_off: 10,
			duration: "forever",
			applies_to: { products: [other.id] },
		});
		await expect(subscribe({ discounts: [{ coupon: own.id }] })).rejects.toMatchObject({
			param: "discounts[0][coupon]",
		});
		const made = await subscribe({
			items: [{ price: shop.price.id, discounts: [{ coupon: half.id }] }, { price: support.id }],
			discounts: [{ coupon: own.id }],
			expand: ["latest_invoice", "items.data.discounts"],
		});
		expect(made.items.data[0]?.discounts).toMatchObject([
			{ subscription_item: made.items.data[0]?.id, source: { coupon: half.id } },
		]);
		expect(made.latest_invoice).toMatchObject({
			subtotal: 1450 + 1000,
			total: 1450 + 900,
			lines: {
				data: [{ discount_amounts: [{ amount: 1450 }] }, { discount_amounts: [{ amount: 100 }] }],
			},
		});
	});

	it("is refused in another currency, with an unknown coupon, and with two at once", async () => {
		const { stripe, subscribe } = await openPaidShop();
		const euros = await stripe.coupons.create({ amount_off: 500, currency: "eur" });
		await expect(subscribe({ discounts: [{ coupon: euros.id }] })).rejects.toMatchObject({
			statusCode: 400,
			param: "discounts[0][coupon]",
		});
		await expect(subscribe({ discounts: [{ coupon: "none" }] })).rejects.toMatchObject({
			statusCode: 400,
			code: "resource_missing",
			message: "No such coupon: 'none'",
		});
		await expect(
			subscribe({ discounts: [{ coupon: euros.id, promotion_code: "x" }] }),
		).rejects.toMatchObject({ code: "parameters_exclusive", param: "discounts[0]" });
	});

	it("keeps its discount when the coupon is deleted", async () => {
		const { stripe, subscribe, bills, pass } = await openPaidShop();
		const coupon = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
		const { id } = await subscribe({ discounts: [{ coupon: coupon.id }] });
		await stripe.coupons.del(coupon.id);
		pass(month);
		expect(await bills(id)).toEqual([
			[2900, 290, 2610],
			[2900, 290, 2610],
		]);
	});
});
