// What a quote says that things will cost.
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { openQuoteShop } from "./a-quote.ts";

const noDetails = { amount_discount: 0, amount_shipping: 0, amount_tax: 0 };

describe("the amounts of a quote", () => {
	it("tell what is due first from what recurs", async () => {
		const { once, price, quote } = await openQuoteShop();
		const line_items = [{ price: price.id, quantity: 2 }, { price: once.id }];
		expect(await quote({ line_items })).toMatchObject({
			amount_subtotal: 7300,
			amount_total: 7300,
			total_details: noDetails,
			computed: {
				upfront: { amount_subtotal: 7300, amount_total: 7300, total_details: noDetails },
				recurring: {
					amount_subtotal: 5800,
					amount_total: 5800,
					interval: "month",
					interval_count: 1,
					total_details: noDetails,
				},
			},
		});
		const once_only = await quote({ line_items: [{ price: once.id }] });
		expect(once_only.computed.recurring).toBeNull();
	});

	it("leave what recurs out of the first invoice when there is a trial", async () => {
		const { once, price, quote, stripe } = await openQuoteShop();
		const made = await quote({
			line_items: [{ price: price.id, quantity: 2 }, { price: once.id }],
			subscription_data: { trial_period_days: 14 },
		});
		expect(made).toMatchObject({
			amount_total: 7300,
			computed: { upfront: { amount_total: 1500 }, recurring: { amount_total: 5800 } },
		});
		const upfront = await stripe.quotes.listComputedUpfrontLineItems(made.id);
		expect(upfront.data.map((line) => line.price?.id)).toEqual([once.id]);
		const all = await stripe.quotes.listLineItems(made.id);
		expect(all.data.map((line) => line.amount_total)).toEqual([5800, 1500]);
	});

	it("take discounts and taxes into account, lasting ones also later", async () => {
		const { quote, stripe } = await openQuoteShop();
		const [once, forever] = [
			await stripe.coupons.create({ amount_off: 800, currency: "usd", duration: "once" }),
			await stripe.coupons.create({ percent_off: 10, duration: "forever" }),
		];
		const rate = await stripe.taxRates.create({
			display_name: "VAT",
			percentage: 20,
			inclusive: false,
		});
		const made = await quote({
			default_tax_rates: [rate.id],
			discounts: [{ coupon: once.id }, { coupon: forever.id }],
		});
		// 5800 − 800 = 5000, − 10 % = 4500, + 20 % = 5400; later 5800 − 580 = 5220, + 20 % = 6264.
		expect(made).toMatchObject({
			amount_subtotal: 5800,
			amount_total: 5400,
			total_details: { amount_discount: 1300, amount_tax: 900 },
			computed: {
				upfront: { amount_total: 5400 },
				recurring: {
					amount_subtotal: 5800,
					amount_total: 6264,
					total_details: { amount_discount: 580, amount_tax: 1044 },
				},
			},
		});
		expect((await stripe.coupons.retrieve(once.id)).times_redeemed).toBe(0);
		const shown = await stripe.quotes.retrieve(made.id, {
			expand: ["discounts", "default_tax_rates", "line_items", "computed.upfront.line_items"],
		});
		expect(shown.discounts[0]).toMatchObject({ object: "discount", source: { coupon: once.id } });
		expect(shown.default_tax_rates).toMatchObject([{ object: "tax_rate", percentage: 20 }]);
		expect(shown.line_items?.data[0]?.amount_total).toBe(5400);
		expect(shown.computed.upfront.line_items?.data[0]?.amount_total).toBe(5400);
	});

	it("prefer a line's own rates and discounts", async () => {
		const { once, price, quote, stripe } = await openQuoteShop();
		const half = await stripe.coupons.create({ percent_off: 50, duration: "once" });
		const rate = (percentage: number) =>
			stripe.taxRates.create({ display_name: "VAT", percentage, inclusive: true });
		const [normal, low] = [await rate(25), await rate(10)];
		const made = await quote({
			default_tax_rates: [normal.id],
			line_items: [
				{ price: price.id, quantity: 1, discounts: [{ coupon: half.id }] },
				{ price: once.id, tax_rates: [low.id] },
			],
		});
		const { data } = await stripe.quotes.listLineItems(made.id);
		expect(data.map((line) => [line.amount_discount, line.amount_tax, line.amount_total])).toEqual([
			[1450, 290, 1450],
			[0, 136, 1500],
		]);
	});

	it("are computed anew when the draft changes", async () => {
		const { once, product, quote, stripe } = await openQuoteShop();
		const made = await quote();
		const [line] = (await stripe.quotes.listLineItems(made.id)).data;
		const changed = await stripe.quotes.update(made.id, {
			line_items: [
				{ id: String(line?.id), quantity: 3 },
				{ price: once.id },
				{ price_data: { currency: "usd", product: product.id, unit_amount: 250 }, quantity: 2 },
			],
		});
		expect(changed).toMatchObject({ amount_total: 8700 + 1500 + 500 });
		const { data } = await stripe.quotes.listLineItems(made.id);
		expect(data.map(({ quantity }) => quantity)).toEqual([3, 1, 2]);
		expect(data[0]?.id).toBe(line?.id);
		const fewer = await stripe.quotes.update(made.id, { line_items: [{ price: once.id }] });
		expect(fewer).toMatchObject({ amount_total: 1500, computed: { recurring: null } });
	});

	it.each([
		[{ line_items: [{ price: "price_none" }] }, "line_items[0][price]"],
		[{ line_items: [{ quantity: 1 }] }, "line_items[0][price]"],
		[{ discounts: [{ coupon: "none" }] }, "discounts[0][coupon]"],
		[{ default_tax_rates: ["txr_none"] }, "default_tax_rates[0]"],
		[{ customer: "cus_none" }, "customer"],
		[{ expires_at: 1 }, "expires_at"],
		[
			{ subscription_data: { effective_date: "current_period_end" as const } },
			"subscription_data[effective_date]",
		],
	])("are refused for what is not there: %j", async (options, param) => {
		const { newEvents, quote } = await openQuoteShop();
		expect(await errorOf(quote(options))).toMatchObject({ statusCode: 400, param });
		expect(await newEvents()).toEqual([]);
	});

	it("are of one currency and of one interval", async () => {
		const { price, product, quote, stripe } = await openQuoteShop();
		const other = (currency: string, interval: "month" | "year") =>
			stripe.prices.create({
				product: product.id,
				currency,
				unit_amount: 100,
				recurring: { interval },
			});
		const [euro, yearly] = [await other("eur", "month"), await other("usd", "year")];
		const pair = (id: string) => quote({ line_items: [{ price: price.id }, { price: id }] });
		expect(await errorOf(pair(euro.id))).toMatchObject({ param: "line_items[1][price]" });
		expect(await errorOf(pair(yearly.id))).toMatchObject({ param: "line_items" });
	});
});
