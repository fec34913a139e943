// What an accepted quote becomes.
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { typesOf } from "../support/shop.ts";
import { day } from "../support/start.ts";
import { openQuoteShop } from "./a-quote.ts";

describe("an accepted quote", () => {
	it("becomes a subscription that is paid at once", async () => {
		const { newEvents, once, open, price, stripe } = await openQuoteShop();
		const offered = await open({
			line_items: [{ price: price.id, quantity: 2 }, { price: once.id }],
			subscription_data: { description: "Seats", metadata: { deal: "7" } },
		});
		await newEvents();
		const accepted = await stripe.quotes.accept(offered.id, { expand: ["subscription"] });
		expect(accepted).toMatchObject({
			status: "accepted",
			invoice: null,
			subscription: { status: "active", description: "Seats", metadata: { deal: "7" } },
			subscription_schedule: null,
		});
		expect(accepted.status_transitions.accepted_at).not.toBeNull();
		const {
			data: [invoice],
		} = await stripe.invoices.list();
		expect(invoice).toMatchObject({
			status: "paid",
			amount_paid: offered.computed.upfront.amount_total,
			billing_reason: "subscription_create",
		});
		const types = typesOf(await newEvents());
		expect(types).toContain("customer.subscription.created");
		expect(types.at(-1)).toBe("quote.accepted");
	});

	it("keeps every promise: trial, discounts, taxes, and how it is collected", async () => {
		const { open, pass, price, stripe } = await openQuoteShop();
		const coupon = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
		const rate = await stripe.taxRates.create({
			display_name: "VAT",
			percentage: 20,
			inclusive: false,
		});
		const offered = await open({
			collection_method: "send_invoice",
			default_tax_rates: [rate.id],
			discounts: [{ coupon: coupon.id }],
			invoice_settings: { days_until_due: 14 },
			line_items: [{ price: price.id, quantity: 2 }],
			subscription_data: { trial_period_days: 7, billing_mode: { type: "classic" } },
		});
		const { subscription: id } = await stripe.quotes.accept(offered.id);
		expect(await stripe.subscriptions.retrieve(String(id))).toMatchObject({
			status: "trialing",
			billing_mode: { type: "classic" },
			collection_method: "send_invoice",
			days_until_due: 14,
			default_tax_rates: [{ id: rate.id }],
		});
		expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
		pass(8 * day);
		const {
			data: [renewal],
		} = await stripe.invoices.list();
		expect(renewal?.total).toBe(offered.computed.recurring?.amount_total);
	});

	it("becomes a schedule when it is to begin later, and a subscription then", async () => {
		const { newEvents, once, open, pass, price, simulator, stripe } = await openQuoteShop();
		const startsAt = simulator.now() + 10 * day;
		const offered = await open({
			line_items: [{ price: price.id, quantity: 2 }, { price: once.id }],
			subscription_data: { effective_date: startsAt, metadata: { deal: "7" } },
		});
		await newEvents();
		const accepted = await stripe.quotes.accept(offered.id, {
			expand: ["subscription_schedule"],
		});
		expect(accepted).toMatchObject({
			subscription: null,
			subscription_schedule: {
				status: "not_started",
				end_behavior: "release",
				phases: [{ start_date: startsAt, metadata: { deal: "7" } }],
			},
		});
		const types = typesOf(await newEvents());
		expect(types).toEqual(["subscription_schedule.created", "quote.accepted"]);
		pass(11 * day);
		const {
			data: [subscription],
		} = await stripe.subscriptions.list();
		expect(subscription).toMatchObject({
			start_date: startsAt,
			items: { data: [{ quantity: 2 }] },
		});
		const {
			data: [invoice],
		} = await stripe.invoices.list();
		expect(invoice?.total).toBe(offered.computed.upfront.amount_total);
	});

	it("ignores a date that has passed meanwhile", async () => {
		const { open, pass, simulator, stripe } = await openQuoteShop();
		const offered = await open({
			subscription_data: { effective_date: simulator.now() + day },
		});
		pass(2 * day);
		const accepted = await stripe.quotes.accept(offered.id);
		expect(accepted.subscription_schedule).toBeNull();
		expect(accepted.subscription).not.toBeNull();
	});

	it("becomes a draft invoice when it offers nothing that recurs", async () => {
		const { customer, newEvents, once, open, stripe } = await openQuoteShop();
		await stripe.invoiceItems.create({ customer: customer.id, amount: 999, currency: "usd" });
		const coupon = await stripe.coupons.create({ percent_off: 50, duration: "once" });
		const offered = await open({
			discounts: [{ coupon: coupon.id }],
			invoice_settings: { description: "As agreed", footer: "Thanks" },
			line_items: [{ price: once.id, quantity: 2 }],
		});
		await newEvents();
		const accepted = await stripe.quotes.accept(offered.id);
		expect(accepted).toMatchObject({ status: "accepted", subscription: null });
		const id = String(accepted.invoice);
		expect(await stripe.invoices.retrieve(id)).toMatchObject({
			status: "draft",
			auto_advance: false,
			billing_reason: "quote_accept",
			description: "As agreed",
			footer: "Thanks",
			total: offered.amount_total,
			parent: { type: "quote_details", quote_details: { quote: offered.id } },
			lines: { data: [{ quantity: 2 }] },
		});
		expect((await stripe.invoices.pay(id)).status).toBe("paid");
		const types = typesOf(await newEvents());
		expect(types.indexOf("invoice.created")).toBeLessThan(types.indexOf("quote.accepted"));
	});

	it("lets its invoice go on by itself where the settings have it so", async () => {
		const { once, open, pass, stripe } = await openQuoteShop({
			settings: { quoteInvoiceAdvances: true },
		});
		const offered = await open({ line_items: [{ price: once.id }] });
		const { invoice } = await stripe.quotes.accept(offered.id);
		pass(2 * 3600);
		expect((await stripe.invoices.retrieve(String(invoice))).status).toBe("paid");
	});

	it("sends its one-off invoice when that was agreed", async () => {
		const { once, open, stripe } = await openQuoteShop();
		const offered = await open({
			collection_method: "send_invoice",
			invoice_settings: { days_until_due: 30 },
			line_items: [{ price: once.id }],
		});
		const invoice = await stripe.invoices.retrieve(
			String((await stripe.quotes.accept(offered.id)).invoice),
		);
		expect(invoice).toMatchObject({ collection_method: "send_invoice" });
		expect(Number(invoice.due_date) - invoice.created).toBe(30 * day);
	});

	it("charges in the currency of its customer", async () => {
		const { customer, open, product, stripe } = await openQuoteShop();
		await stripe.invoiceItems.create({ customer: customer.id, amount: 100, currency: "eur" });
		const price = (recurring?: { interval: "month" }) =>
			stripe.prices.create({
				product: product.id,
				currency: "usd",
				unit_amount: 1000,
				currency_options: { eur: { unit_amount: 900 } },
				...(recurring && { recurring }),
			});
		const [once, monthly] = [await price(), await price({ interval: "month" })];
		const one = await open({ line_items: [{ price: once.id, quantity: 2 }] });
		expect(one).toMatchObject({ currency: "eur", amount_total: 1800 });
		const { invoice } = await stripe.quotes.accept(one.id);
		expect(await stripe.invoices.retrieve(String(invoice))).toMatchObject({
			currency: "eur",
			total: 1800,
		});
		const two = await open({ line_items: [{ price: monthly.id }, { price: once.id }] });
		const { subscription } = await stripe.quotes.accept(two.id, { expand: ["subscription"] });
		expect(subscription).toMatchObject({ currency: "eur", status: "active" });
		expect(two.amount_total).toBe(1800);
	});

	it("stays open when the customer has no way to pay", async () => {
		const { newEvents, price, stripe } = await openQuoteShop();
		const poor = await stripe.customers.create({});
		const { id } = await stripe.quotes.create({
			customer: poor.id,
			line_items: [{ price: price.id }],
		});
		await stripe.quotes.finalizeQuote(id);
		await newEvents();
		expect(await errorOf(stripe.quotes.accept(id))).toMatchObject({ statusCode: 400 });
		expect((await stripe.quotes.retrieve(id)).status).toBe("open");
		expect(await newEvents()).toEqual([]);
	});
});
