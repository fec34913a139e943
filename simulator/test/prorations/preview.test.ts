import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { amountsOf, april, day, itemOf, openTill } from "./at-a-time.ts";

const may = april + 30 * day;

function sums(invoice: Stripe.Invoice) {
	const { amount_due, ending_balance, starting_balance, subtotal, total } = invoice;
	return {
		amount_due,
		ending_balance,
		lines: invoice.lines.data.map(({ amount, description, period }) => ({
			amount,
			description,
			period,
		})),
		starting_balance,
		subtotal,
		total,
	};
}

describe("a preview", () => {
	it.each(["always_invoice", "create_prorations", "none"] as const)(
		"of a change with %s equals the invoice that follows",
		async (proration_behavior) => {
			const till = await openTill();
			const { stripe } = till;
			const coupon = await stripe.coupons.create({ percent_off: 15, duration: "forever" });
			const [basic, pro] = [await till.price(2999), await till.price(7777)];
			const bought = await till.subscribe([basic], { discounts: [{ coupon: coupon.id }] });
			await stripe.customers.createBalanceTransaction(till.customer.id, {
				amount: -123,
				currency: "usd",
			});
			till.to(11, 4321);
			await till.newEvents();
			const change = {
				items: [{ id: itemOf(bought), price: pro.id, quantity: 3 }],
				proration_behavior,
				proration_date: april + 11 * day,
			};
			const preview = await stripe.invoices.createPreview({
				subscription: bought.id,
				subscription_details: change,
			});
			expect(preview.id).toMatch(/^upcoming_in_/);
			expect(preview).toMatchObject({ status: "draft", number: null, billing_reason: "upcoming" });
			expect(await till.newEvents()).toEqual([]);
			expect((await stripe.subscriptions.retrieve(bought.id)).items).toEqual(bought.items);
			await stripe.subscriptions.update(bought.id, change);
			till.simulator.advanceTo(may + 2 * 3600);
			const invoices = await stripe.invoices.list({ subscription: bought.id });
			const wanted = proration_behavior === "always_invoice" ? 1 : 0;
			expect(sums(preview)).toEqual(sums(invoices.data[wanted] ?? preview));
			expect(invoices.data).toHaveLength(proration_behavior === "always_invoice" ? 3 : 2);
		},
	);

	it("of nothing in particular is the next renewal with what waits", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		const bought = await till.subscribe([await till.price(3000)]);
		await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: "usd" });
		const preview = await stripe.invoices.createPreview({ customer: customer.id });
		expect(preview).toMatchObject({
			total: 3700,
			period_start: april,
			period_end: may,
			next_payment_attempt: may + 3600,
			parent: { subscription_details: { subscription: bought.id } },
		});
		const recurring = await stripe.invoices.createPreview({
			subscription: bought.id,
			preview_mode: "recurring",
		});
		expect(amountsOf(recurring)).toEqual([3000]);
	});

	it("of a new subscription and of a cancellation", async () => {
		const till = await openTill();
		const { stripe, customer } = till;
		const price = await till.price(3000);
		const fresh = await stripe.invoices.createPreview({
			customer: customer.id,
			subscription_details: { items: [{ price: price.id, quantity: 2 }] },
			invoice_items: [{ amount: 100, currency: "usd", description: "Setup" }],
		});
		expect(fresh.total).toBe(6100);
		expect((await stripe.subscriptions.list()).data).toEqual([]);
		const bought = await till.subscribe([price]);
		till.to(15);
		const ending = await stripe.invoices.createPreview({
			subscription: bought.id,
			subscription_details: { cancel_now: true },
		});
		expect(amountsOf(ending)).toEqual([-1500]);
		await stripe.subscriptions.update(bought.id, { cancel_at_period_end: true });
		await expect(stripe.invoices.createPreview({ subscription: bought.id })).rejects.toMatchObject({
			statusCode: 404,
			code: "invoice_upcoming_none",
		});
	});

	it("of a trial shows the first paid period", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)], { trial_period_days: 7 });
		const preview = await till.stripe.invoices.createPreview({ subscription: bought.id });
		expect(preview).toMatchObject({ total: 3000, period_end: april + 7 * day });
	});

	it("is announced some days before the renewal, without an id", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		await till.newEvents();
		till.to(23);
		const events = await till.newEvents();
		expect(events.map(({ type }) => type)).toEqual(["invoice_payment.paid", "invoice.upcoming"]);
		expect(events[1]?.data.object).toMatchObject({
			object: "invoice",
			billing_reason: "upcoming",
			status: "draft",
			total: 3000,
			next_payment_attempt: may + 3600,
			parent: { subscription_details: { subscription: bought.id } },
		});
		expect(events[1]?.data.object).not.toHaveProperty("id");
		await till.stripe.subscriptions.update(bought.id, { cancel_at_period_end: true });
		await till.newEvents();
		till.to(35);
		const after = await till.newEvents();
		expect(after.map(({ type }) => type)).toEqual(["customer.subscription.deleted"]);
	});
});
