// What a customer may decide on Checkout besides the card: a code, a card on file, no card at all.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { aCard, aVisitor, inputOf, pathOf, textOf } from "../a-visitor.ts";

type Params = Partial<Stripe.Checkout.SessionCreateParams>;

async function aSession(more: Params = {}, known: Params = { customer_email: "ada@example.com" }) {
	const shop = await aVisitor();
	const session = await shop.stripe.checkout.sessions.create({
		mode: "subscription",
		line_items: [{ price: shop.prices["founder month"], quantity: 1 }],
		success_url: "http://shop.test/done",
		...known,
		...more,
	});
	return { shop, id: session.id, path: pathOf(session.url) };
}

async function withCode(duration: "forever" | "once", more: Params = {}) {
	const opened = await aSession({ allow_promotion_codes: true, ...more });
	const { stripe } = opened.shop;
	await stripe.coupons.create({ id: "SPRING20", percent_off: 20, duration, name: "Spring" });
	await stripe.promotionCodes.create({
		promotion: { type: "coupon", coupon: "SPRING20" },
		code: "SPRING",
	});
	return opened;
}

describe("a promotion code", () => {
	it("takes its part off, shows as a line, and is what is charged", async () => {
		const { shop, id, path } = await withCode("forever");
		expect((await shop.visit(path)).html).toContain("Add promotion code");
		const applied = await shop.submit(`${path}/promotion`, { code: " spring " });
		expect([applied.status, applied.location]).toEqual([303, path]);
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("Subtotal $79.00 Spring (20 % off) -$15.80 Total due today $63.20");
		expect(text).toContain("then $63.20 every month until you cancel");
		await shop.submit(path, aCard());
		const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["invoice"] });
		expect(session).toMatchObject({ amount_total: 6320, invoice: { amount_paid: 6320 } });
	});

	it("that works once leaves the later price as it is", async () => {
		const { shop, path } = await withCode("once");
		await shop.submit(`${path}/promotion`, { code: "SPRING" });
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("You pay $63.20 today, and then $79.00 every month");
	});

	it("can be taken off again", async () => {
		const { shop, path } = await withCode("forever");
		await shop.submit(`${path}/promotion`, { code: "SPRING" });
		expect((await shop.visit(path)).html).toContain("promotion code SPRING");
		await shop.submit(`${path}/promotion`, { code: "" });
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("Total due today $79.00");
		expect(text).not.toContain("Spring");
	});

	it("that does not exist is told at its field, with what was typed", async () => {
		const { shop, path } = await withCode("forever");
		const refused = await shop.submit(`${path}/promotion`, { code: '"><b>' });
		expect(refused.status).toBe(422);
		expect(refused.html).toContain('value="&quot;&gt;&lt;b&gt;"');
		expect(refused.html).toMatch(/id="code-error" role="alert">This code is invalid/);
	});

	it("is not asked for, nor taken, where the session does not allow codes", async () => {
		const { shop, path } = await aSession();
		expect((await shop.visit(path)).html).not.toContain("promotion");
		expect((await shop.submit(`${path}/promotion`, { code: "SPRING" })).status).toBe(422);
	});

	it("comes off what is charged after a trial", async () => {
		const { shop, path } = await withCode("forever", {
			subscription_data: { trial_period_days: 7 },
		});
		await shop.submit(`${path}/promotion`, { code: "SPRING" });
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("Total after trial $63.20");
		expect(text).toContain("your card is charged $63.20");
	});
});

describe("no card", () => {
	it("is needed where nothing is due and the session wants one only to pay", async () => {
		const { shop, id, path } = await aSession({
			payment_method_collection: "if_required",
			subscription_data: { trial_period_days: 7 },
		});
		const page = await shop.visit(path);
		expect(page.html).not.toContain("Card number");
		expect(page.html).toContain("You need no card today");
		expect((await shop.submit(path, {})).location).toBe("http://shop.test/done");
		const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["subscription"] });
		expect(session.subscription).toMatchObject({
			status: "trialing",
			default_payment_method: null,
		});
	});

	it("still means an e-mail, where nobody knows it", async () => {
		const { shop, path } = await aSession(
			{
				payment_method_collection: "if_required",
				subscription_data: { trial_period_days: 7 },
			},
			{},
		);
		expect((await shop.submit(path, {})).html).toContain("Enter your email.");
		expect((await shop.submit(path, { email: "ada@example.com" })).status).toBe(303);
	});
});

describe("a card on file", () => {
	it("pays with one press", async () => {
		const shop = await aVisitor();
		const { customer } = await shop.subscriber();
		const session = await shop.stripe.checkout.sessions.create({
			mode: "subscription",
			customer,
			line_items: [{ price: shop.prices["founder month"], quantity: 1 }],
			success_url: "http://shop.test/done",
		});
		const path = pathOf(session.url);
		const saved = /name="saved" value="(pm_\w+)" checked/.exec((await shop.visit(path)).html)?.[1];
		expect((await shop.submit(path, { saved: saved ?? "" })).status).toBe(303);
		const done = await shop.stripe.checkout.sessions.retrieve(session.id, {
			expand: ["subscription"],
		});
		expect(done.subscription).toMatchObject({ default_payment_method: saved });
	});
});

describe("something sold once beside the subscription", () => {
	async function withSetup(trialDays: number) {
		const shop = await aVisitor();
		const setup = await shop.stripe.prices.create({
			product_data: { name: "Setup" },
			currency: "usd",
			unit_amount: 5000,
		});
		const session = await shop.stripe.checkout.sessions.create({
			mode: "subscription",
			line_items: [
				{ price: shop.prices["founder month"], quantity: 1 },
				{ price: setup.id, quantity: 1 },
			],
			customer_email: "ada@example.com",
			success_url: "http://shop.test/done",
			...(trialDays > 0 && { subscription_data: { trial_period_days: trialDays } }),
		});
		return { shop, id: session.id, path: pathOf(session.url) };
	}

	it.each([
		[0, 12900, "Subscribe to Founder $129.00 due today Then $79.00 per month"],
		[7, 5000, "Try Founder 7 days free Then $79.00 per month"],
	])("is paid today, also with a trial of %i days, and never again", async (days, due, words) => {
		const { shop, id, path } = await withSetup(days);
		expect(textOf((await shop.visit(path)).html)).toContain(words);
		await shop.submit(path, aCard());
		const session = await shop.stripe.checkout.sessions.retrieve(id, {
			expand: ["invoice", "subscription.latest_invoice"],
		});
		expect(session).toMatchObject({ amount_total: due, invoice: { amount_paid: due } });
		expect(session.subscription).toMatchObject({ items: { data: [{ quantity: 1 }] } });
		shop.pass(33 * 86_400);
		const { data } = await shop.stripe.invoices.list({ customer: String(session.customer) });
		expect(data[0]?.total).toBe(7900);
	});
});

describe("a quantity", () => {
	const lines = { adjustable_quantity: { enabled: true, minimum: 1, maximum: 10 }, quantity: 2 };

	it("can be chosen within its limits where the session says so", async () => {
		const shop = await aVisitor();
		const session = await shop.stripe.checkout.sessions.create({
			mode: "subscription",
			line_items: [{ price: shop.prices["founder month"], ...lines }],
			customer_email: "ada@example.com",
			success_url: "http://shop.test/done",
		});
		const path = pathOf(session.url);
		const page = await shop.visit(path);
		const line = inputOf(page.html, "line");
		expect((await shop.submit(`${path}/quantity`, { line, quantity: "5" })).location).toBe(path);
		expect(textOf((await shop.visit(path)).html)).toContain("Total due today $395.00");
		const refused = await shop.submit(`${path}/quantity`, { line, quantity: "11" });
		expect(refused.html).toContain("Choose a quantity from 1 to 10.");
		await shop.submit(path, aCard());
		const done = await shop.stripe.checkout.sessions.retrieve(session.id, {
			expand: ["subscription"],
		});
		expect(done).toMatchObject({
			amount_total: 39500,
			subscription: { items: { data: [{ quantity: 5 }] } },
		});
	});

	it("stays as it is everywhere else", async () => {
		const { shop, path } = await aSession();
		expect((await shop.visit(path)).html).not.toContain('name="quantity"');
		const form = { line: "li_1", quantity: "5" };
		expect((await shop.submit(`${path}/quantity`, form)).status).toBe(422);
	});
});

describe("other modes", () => {
	it("sell once", async () => {
		const shop = await aVisitor();
		const price = await shop.stripe.prices.create({
			product_data: { name: "Poster" },
			currency: "usd",
			unit_amount: 4500,
		});
		const session = await shop.stripe.checkout.sessions.create({
			mode: "payment",
			line_items: [{ price: price.id, quantity: 2 }],
			customer_email: "ada@example.com",
			success_url: "http://shop.test/done",
		});
		const path = pathOf(session.url);
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("Qty 2, $45.00 each");
		expect(text).toContain("Nothing renews.");
		expect((await shop.submit(path, aCard())).location).toBe("http://shop.test/done");
		const paid = await shop.stripe.checkout.sessions.retrieve(session.id);
		expect(paid).toMatchObject({ payment_status: "paid", amount_total: 9000 });
	});

	it("save a card and charge nothing", async () => {
		const shop = await aVisitor();
		const { customer } = await shop.subscriber();
		const session = await shop.stripe.checkout.sessions.create({
			mode: "setup",
			currency: "usd",
			customer,
			success_url: "http://shop.test/done",
		});
		const path = pathOf(session.url);
		const text = textOf((await shop.visit(path)).html);
		expect(text).toContain("Nothing is charged today.");
		expect(text).not.toContain("Total due today");
		await shop.submit(path, aCard("5555555555554444"));
		const { data } = await shop.stripe.customers.listPaymentMethods(customer);
		expect(data.map(({ card }) => card?.last4)).toContain("4444");
	});
});
