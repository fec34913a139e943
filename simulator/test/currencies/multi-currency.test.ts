// A price with several currencies is charged in the one the customer pays in.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { aVisitor, textOf } from "../pages/a-visitor.ts";
import { amountsOf, april, day, itemOf, openTill, type Till } from "../prorations/at-a-time.ts";
import { card } from "../support/shop.ts";

const may = april + 30 * day;

/** A monthly price of 30 dollars or 24 euros. */
function inBoth({ stripe, product }: Till, [usd, eur]: [number, number] = [3000, 2400]) {
	return stripe.prices.create({
		product: product.id,
		currency: "usd",
		unit_amount: usd,
		recurring: { interval: "month" },
		currency_options: { eur: { unit_amount: eur } },
	});
}

function inEuros(till: Till, price: Stripe.Price, more: object = {}) {
	return till.subscribe([price], { currency: "eur", expand: ["latest_invoice"], ...more });
}

async function invoicesOf({ stripe }: Till, { id }: Stripe.Subscription) {
	return (await stripe.invoices.list({ subscription: id })).data;
}

describe("a subscription in another currency of its price", () => {
	it("is billed that amount, then at every renewal, while the price is shown in its own", async () => {
		const till = await openTill();
		const bought = await inEuros(till, await inBoth(till));
		expect(bought).toMatchObject({ currency: "eur", status: "active" });
		expect(bought.items.data[0]?.price).toMatchObject({ currency: "usd", unit_amount: 3000 });
		expect(bought.latest_invoice).toMatchObject({ currency: "eur", amount_paid: 2400 });
		const [line] = (bought.latest_invoice as Stripe.Invoice).lines.data;
		expect(line?.description).toContain("€24.00 / month");
		expect(String(line?.pricing?.unit_amount_decimal)).toBe("2400");
		till.simulator.advanceTo(may + 2 * 3600);
		expect((await invoicesOf(till, bought)).map(({ total }) => total)).toEqual([2400, 2400]);
		const charges = await till.stripe.charges.list({ customer: till.customer.id });
		expect(charges.data.map(({ amount, currency }) => [amount, currency])).toEqual([
			[2400, "eur"],
			[2400, "eur"],
		]);
	});

	it("prorates a change in that currency, as its preview said", async () => {
		const till = await openTill();
		const bought = await inEuros(till, await inBoth(till));
		const better = await inBoth(till, [9000, 7200]);
		till.to(15);
		const change = {
			items: [{ id: itemOf(bought), price: better.id }],
			proration_behavior: "always_invoice" as const,
			proration_date: april + 15 * day,
		};
		const preview = await till.stripe.invoices.createPreview({
			subscription: bought.id,
			subscription_details: change,
		});
		await till.stripe.subscriptions.update(bought.id, change);
		const [invoice] = await invoicesOf(till, bought);
		expect(amountsOf(invoice as Stripe.Invoice)).toEqual([-1200, 3600]);
		expect(amountsOf(preview)).toEqual([-1200, 3600]);
		expect([preview.currency, invoice?.currency]).toEqual(["eur", "eur"]);
	});

	it("takes the customer's currency where none is named, and keeps to it", async () => {
		const till = await openTill();
		const price = await inBoth(till);
		await inEuros(till, price);
		const next = await till.subscribe([await inBoth(till, [100, 90])]);
		expect(next.currency).toBe("eur");
		await expect(till.subscribe([price], { currency: "usd" })).rejects.toMatchObject({
			statusCode: 400,
			param: "currency",
			message: expect.stringContaining("You cannot combine currencies on a single customer."),
		});
	});

	it("is refused by a price that lacks the currency, wherever it is added", async () => {
		const till = await openTill();
		const dollars = await till.price(500);
		const words = "only supports `usd`. This doesn't match the expected currency: `eur`.";
		const refusal = { statusCode: 400, message: expect.stringContaining(words) };
		await expect(inEuros(till, dollars)).rejects.toMatchObject({
			...refusal,
			param: "items[0][price]",
		});
		const bought = await inEuros(till, await inBoth(till));
		const added = { items: [{ price: dollars.id }] };
		await expect(till.stripe.subscriptions.update(bought.id, added)).rejects.toMatchObject(refusal);
		const once = await till.stripe.prices.create({
			product: till.product.id,
			currency: "usd",
			unit_amount: 100,
		});
		await expect(
			till.stripe.subscriptions.update(bought.id, { add_invoice_items: [{ price: once.id }] }),
		).rejects.toMatchObject({ ...refusal, param: "add_invoice_items[0][price]" });
	});

	it("counts tiers and waiting items in that currency", async () => {
		const till = await openTill();
		const tiers = (unit: number) => [
			{ up_to: 2, unit_amount: unit },
			{ up_to: "inf" as const, unit_amount: unit / 2 },
		];
		const tiered = await till.stripe.prices.create({
			product: till.product.id,
			currency: "usd",
			billing_scheme: "tiered",
			tiers_mode: "graduated",
			tiers: tiers(1000),
			recurring: { interval: "month" },
			currency_options: { eur: { tiers: tiers(800) } },
		});
		const once = await till.stripe.prices.create({
			product: till.product.id,
			currency: "usd",
			unit_amount: 500,
			currency_options: { eur: { unit_amount: 450 } },
		});
		const bought = await till.stripe.subscriptions.create({
			customer: till.customer.id,
			currency: "eur",
			items: [{ price: tiered.id, quantity: 5 }],
			add_invoice_items: [{ price: once.id }],
			expand: ["latest_invoice"],
		});
		expect(bought.latest_invoice).toMatchObject({ total: 450 + 2 * 800 + 3 * 400 });
		const item = await till.stripe.invoiceItems.create({
			customer: till.customer.id,
			pricing: { price: once.id },
		});
		expect(item).toMatchObject({ amount: 450, currency: "eur" });
	});
});

describe("a checkout in another currency of its price", () => {
	it("shows, charges and later renews that amount", async () => {
		const till = await openTill();
		const price = await inBoth(till);
		const { stripe } = till;
		const session = await stripe.checkout.sessions.create({
			mode: "subscription",
			currency: "eur",
			line_items: [{ price: price.id, quantity: 2 }],
			success_url: "http://localhost/done",
			expand: ["line_items"],
		});
		expect(session).toMatchObject({ amount_total: 4800, currency: "eur" });
		expect(session.line_items?.data[0]).toMatchObject({ amount_total: 4800, currency: "eur" });
		const page = await (await fetch(String(session.url))).text();
		expect(textOf(page)).toContain("€48.00");
		const paid = await till.post(`/v1/payment_pages/${session.id}/confirm`, {
			...card("4242424242424242"),
			email: "eva@example.com",
		});
		const bought = await stripe.subscriptions.retrieve(String(paid.subscription));
		expect(bought).toMatchObject({ currency: "eur", status: "active" });
		till.simulator.advanceTo(may + 2 * 3600);
		expect((await invoicesOf(till, bought)).map(({ total }) => total)).toEqual([4800, 4800]);
	});

	it("is refused where a line lacks it", async () => {
		const till = await openTill();
		const price = await till.price(500);
		await expect(
			till.stripe.checkout.sessions.create({
				mode: "subscription",
				currency: "eur",
				line_items: [{ price: price.id, quantity: 1 }],
				success_url: "http://localhost/done",
			}),
		).rejects.toMatchObject({
			statusCode: 400,
			message: expect.stringContaining("expected currency: `eur`"),
		});
	});
});

describe("the portal of a customer who pays in another currency", () => {
	it("offers and charges the prices that have it, in it", async () => {
		const shop = await aVisitor();
		const { stripe } = shop;
		const product = await stripe.products.create({ name: "Guild" });
		const make = (usd: number, eur: number) =>
			stripe.prices.create({
				product: product.id,
				currency: "usd",
				unit_amount: usd,
				recurring: { interval: "month" },
				currency_options: { eur: { unit_amount: eur } },
			});
		const [small, large] = [await make(1000, 900), await make(5000, 4100)];
		const customer = await stripe.customers.create({ email: "eva@example.com" });
		const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
		const bought = await stripe.subscriptions.create({
			customer: customer.id,
			currency: "eur",
			default_payment_method: method.id,
			items: [{ price: small.id }],
		});
		const home = await shop.portal(customer.id);
		const text = textOf((await shop.visit(`${home}/subscriptions/${bought.id}/update`)).html);
		expect(text).toContain("€9.00 per month");
		expect(text).toContain("€41.00");
		expect(text).not.toMatch(/Freelancer|\$/);
		const confirm = `${home}/subscriptions/${bought.id}/update/confirm?price=${large.id}&quantity=1`;
		expect(textOf((await shop.visit(confirm)).html)).toContain("€41.00");
	});
});
