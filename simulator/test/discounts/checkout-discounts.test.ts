// Coupons and promotion codes in Checkout.
import { describe, expect, it } from "vitest";
import { card, openCheckout, openShop, trial } from "../support/shop.ts";
import { type Started, startTest } from "../support/start.ts";

const visa = card("4242424242424242");

async function open() {
	const started = await startTest();
	return { ...started, started, shop: await openShop(started) };
}

describe("a discounted checkout", () => {
	it("shows what is taken off and charges the rest, then and later", async () => {
		const { started, shop, stripe, post, pass } = await open();
		const coupon = await stripe.coupons.create({ percent_off: 25, duration: "forever" });
		const session = await openCheckout(started, shop, { discounts: [{ coupon: coupon.id }] });
		expect(session).toMatchObject({
			amount_subtotal: 2900,
			amount_total: 2175,
			total_details: { amount_discount: 725, amount_tax: 0 },
			discounts: [{ coupon: coupon.id, promotion_code: null }],
		});
		const lines = await stripe.checkout.sessions.listLineItems(session.id);
		expect(lines.data[0]).toMatchObject({ amount_discount: 725, amount_total: 2175 });
		const paid = await post(`/v1/payment_pages/${session.id}/confirm`, visa);
		const invoice = await stripe.invoices.retrieve(String(paid.invoice));
		expect(invoice).toMatchObject({ subtotal: 2900, total: 2175, amount_paid: 2175 });
		const subscription = await stripe.subscriptions.retrieve(String(paid.subscription));
		expect(subscription.discounts).toEqual(invoice.discounts);
		expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
		pass(33 * 86_400);
		const { data } = await stripe.invoices.list({ subscription: subscription.id });
		expect(data.map(({ total }) => total)).toEqual([2175, 2175]);
	});

	it("needs no card when nothing is left to pay and none is always wanted", async () => {
		const { started, shop, stripe, post } = await open();
		const coupon = await stripe.coupons.create({ percent_off: 100 });
		const session = await openCheckout(started, shop, {
			discounts: [{ coupon: coupon.id }],
			payment_method_collection: "if_required",
		});
		expect(session.amount_total).toBe(0);
		const done = await post(`/v1/payment_pages/${session.id}/confirm`, { email: "a@example.com" });
		expect(done).toMatchObject({ status: "complete", payment_status: "no_payment_required" });
	});

	it("keeps the discount for after the trial", async () => {
		const { started, shop, stripe, post, pass } = await open();
		const coupon = await stripe.coupons.create({ amount_off: 900, currency: "usd" });
		const session = await openCheckout(started, shop, {
			...trial,
			discounts: [{ coupon: coupon.id }],
		});
		expect(session).toMatchObject({ amount_total: 0, total_details: { amount_discount: 0 } });
		const paid = await post(`/v1/payment_pages/${session.id}/confirm`, visa);
		pass(8 * 86_400);
		const { data } = await stripe.invoices.list({ subscription: String(paid.subscription) });
		expect(data.map(({ total }) => total)).toEqual([2000, 0]);
	});

	it("is redeemed by a single payment too", async () => {
		const { started, shop, stripe, post } = await open();
		const coupon = await stripe.coupons.create({ amount_off: 300, currency: "usd" });
		const price = await stripe.prices.create({
			product: shop.product.id,
			currency: "usd",
			unit_amount: 1000,
		});
		const session = await openCheckout(started, shop, {
			mode: "payment",
			line_items: [{ price: price.id, quantity: 2 }],
			discounts: [{ coupon: coupon.id }],
		});
		expect(session).toMatchObject({ amount_subtotal: 2000, amount_total: 1700 });
		const paid = await post(`/v1/payment_pages/${session.id}/confirm`, visa);
		expect(await stripe.paymentIntents.retrieve(String(paid.payment_intent))).toMatchObject({
			amount_received: 1700,
		});
		expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
	});

	it("takes a coupon or typed codes, not both, and one coupon only", async () => {
		const { started, shop, stripe } = await open();
		const coupon = await stripe.coupons.create({ percent_off: 25 });
		const discounts = [{ coupon: coupon.id }];
		await expect(
			openCheckout(started, shop, { discounts, allow_promotion_codes: true }),
		).rejects.toMatchObject({ code: "parameters_exclusive" });
		await expect(
			openCheckout(started, shop, { discounts: [...discounts, ...discounts] }),
		).rejects.toMatchObject({ param: "discounts" });
		await expect(
			openCheckout(started, shop, { discounts: [{ coupon: "none" }] }),
		).rejects.toMatchObject({ code: "resource_missing", param: "discounts[0][coupon]" });
	});
});

/** Types a code on the session's page, as a person would; an empty one takes it back. */
async function typeCode({ simulator }: Started, session: string, code: string): Promise<string> {
	const page = await fetch(`${simulator.url}/c/pay/${session}/promotion`, {
		method: "POST",
		body: new URLSearchParams({ code }),
		headers: { origin: simulator.url },
	});
	return page.text();
}

describe("a typed promotion code", () => {
	it("lowers the total until it is taken back, and is redeemed by the payment", async () => {
		const { started, shop, stripe, post } = await open();
		const coupon = await stripe.coupons.create({ percent_off: 10 });
		const code = await stripe.promotionCodes.create({
			promotion: { type: "coupon", coupon: coupon.id },
			code: "SPRING",
			restrictions: { first_time_transaction: true },
		});
		const { id } = await openCheckout(started, shop, { allow_promotion_codes: true });
		await typeCode(started, id, " spring ");
		expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
			amount_total: 2610,
			discounts: [{ promotion_code: code.id, coupon: null }],
		});
		await typeCode(started, id, "");
		expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
			amount_total: 2900,
			discounts: [],
		});
		await typeCode(started, id, "SPRING");
		const paid = await post(`/v1/payment_pages/${id}/confirm`, visa);
		expect(paid).toMatchObject({ status: "complete", amount_total: 2610 });
		expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
		const again = await openCheckout(started, shop, { allow_promotion_codes: true });
		expect(await typeCode(started, again.id, "SPRING")).toContain("prior transactions");
	});

	it("says when it is unknown, over, or not taken here", async () => {
		const { started, shop, stripe } = await open();
		const coupon = await stripe.coupons.create({ percent_off: 10 });
		const promotion = { type: "coupon" as const, coupon: coupon.id };
		await stripe.promotionCodes.create({ promotion, code: "OFF", active: false });
		const { id } = await openCheckout(started, shop, { allow_promotion_codes: true });
		const plain = await openCheckout(started, shop);
		expect(await typeCode(started, id, "NOPE")).toContain("This code is invalid.");
		expect(await typeCode(started, id, "OFF")).toContain("This code is invalid.");
		await typeCode(started, plain.id, "OFF");
		expect((await stripe.checkout.sessions.retrieve(plain.id)).discounts).toEqual([]);
	});
});
