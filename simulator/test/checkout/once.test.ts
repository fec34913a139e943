// Checkout that sells once: payment mode.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { card, typesOf } from "../support/shop.ts";
import { type Started, startTest } from "../support/start.ts";

async function openOnce(
	options: Partial<Stripe.Checkout.SessionCreateParams> = {},
	started?: Started,
) {
	const test = started ?? (await startTest());
	const { stripe } = test;
	const product = await stripe.products.create({ name: "Lifetime" });
	const price = await stripe.prices.create({
		product: product.id,
		currency: "usd",
		unit_amount: 1500,
	});
	const session = await stripe.checkout.sessions.create({
		mode: "payment",
		line_items: [{ price: price.id, quantity: 2 }],
		success_url: "http://localhost/done",
		...options,
	});
	await test.newEvents();
	const confirm = (entry: Record<string, unknown>) =>
		test.post(`/v1/payment_pages/${session.id}/confirm`, entry);
	return { ...test, price, session, confirm };
}

describe("a checkout in payment mode", () => {
	it("is open and unpaid, with nothing made yet", async () => {
		const { session, stripe } = await openOnce();
		expect(session).toMatchObject({
			mode: "payment",
			status: "open",
			payment_status: "unpaid",
			amount_total: 3000,
			customer: null,
			customer_creation: "if_required",
			payment_intent: null,
		});
		expect((await stripe.paymentIntents.list()).data).toEqual([]);
	});

	it("is paid by a guest, who stays one", async () => {
		const { confirm, newEvents, session, stripe } = await openOnce({
			payment_intent_data: { description: "Two of them", metadata: { order: "7" } },
			metadata: { cart: "9" },
		});
		const paid = await confirm({ ...card("4242424242424242"), email: "ada@example.com" });
		expect(paid).toMatchObject({
			status: "complete",
			payment_status: "paid",
			customer: null,
			url: null,
			customer_details: { email: "ada@example.com" },
			metadata: { cart: "9" },
		});
		expect(typesOf(await newEvents())).toEqual([
			"payment_intent.created",
			"charge.succeeded",
			"payment_intent.succeeded",
			"checkout.session.completed",
		]);
		const intent = await stripe.paymentIntents.retrieve(String(paid.payment_intent));
		expect(intent).toMatchObject({
			amount_received: 3000,
			customer: null,
			description: "Two of them",
			metadata: { order: "7" },
		});
		const found = await stripe.checkout.sessions.list({ payment_intent: intent.id });
		expect(found.data.map(({ id }) => id)).toEqual([session.id]);
	});

	it("puts the buyer and his card on file when told to", async () => {
		const { confirm, stripe } = await openOnce({
			customer_creation: "always",
			payment_intent_data: { setup_future_usage: "off_session" },
		});
		const paid = await confirm({ ...card("4242424242424242"), email: "ada@example.com" });
		const methods = await stripe.customers.listPaymentMethods(String(paid.customer));
		expect(methods.data).toHaveLength(1);
		const intent = await stripe.paymentIntents.retrieve(String(paid.payment_intent), {
			expand: ["latest_charge"],
		});
		expect(intent).toMatchObject({
			customer: paid.customer,
			latest_charge: { customer: paid.customer },
		});
	});

	it("stays open after a decline, and keeps its intent for the next card", async () => {
		const { confirm, session, stripe } = await openOnce();
		expect((await errorOf(confirm(card("4000000000000002")))).statusCode).toBe(402);
		expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
		await confirm(card("4242424242424242"));
		expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
		expect((await errorOf(confirm(card("4242424242424242")))).statusCode).toBe(400);
	});

	it("holds the amount when told to capture by hand", async () => {
		const { confirm, stripe } = await openOnce({
			payment_intent_data: { capture_method: "manual" },
		});
		const held = await confirm(card("4242424242424242"));
		expect(held).toMatchObject({ status: "complete", payment_status: "unpaid" });
		const intent = await stripe.paymentIntents.capture(String(held.payment_intent));
		expect(intent.status).toBe("succeeded");
	});

	it("has an intent that nobody moves behind its back", async () => {
		const { confirm, stripe } = await openOnce();
		await errorOf(confirm(card("4000000000000002")));
		const [intent] = (await stripe.paymentIntents.list()).data;
		const id = String(intent?.id);
		for (const call of [
			stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }),
			stripe.paymentIntents.update(id, { amount: 1 }),
			stripe.paymentIntents.cancel(id),
		]) {
			expect((await errorOf(call)).code).toBe("payment_intent_unexpected_state");
		}
	});

	it("goes through the bank's page", async () => {
		const { confirm, session, simulator, stripe } = await openOnce();
		expect((await confirm(card("4000002760003184"))).status).toBe("open");
		const [intent] = (await stripe.paymentIntents.list()).data;
		expect(intent?.status).toBe("requires_action");
		await fetch(`${simulator.url}/_simulator/intents/${intent?.id}/authentication`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ succeeds: true }),
		});
		expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
	});

	it.each([
		["AT611904300234573201", "checkout.session.async_payment_succeeded", "paid"],
		["AT861904300235473202", "checkout.session.async_payment_failed", "unpaid"],
	])("by debit of %s ends with %s", async (iban, event, payment_status) => {
		const { confirm, newEvents, session, stripe } = await openOnce({
			allowed_payment_method_types: ["sepa_debit"],
		});
		const method = await stripe.paymentMethods.create({ type: "sepa_debit", sepa_debit: { iban } });
		const complete = await confirm({ payment_method: method.id });
		expect(complete).toMatchObject({ status: "complete", payment_status: "unpaid" });
		expect(typesOf(await newEvents()).at(-1)).toBe(event);
		const after = await stripe.checkout.sessions.retrieve(session.id);
		expect(after.payment_status).toBe(payment_status);
	});

	it("expires with its intent", async () => {
		const { confirm, newEvents, session, stripe } = await openOnce();
		await errorOf(confirm(card("4000000000000002")));
		await newEvents();
		await stripe.checkout.sessions.expire(session.id);
		expect(typesOf(await newEvents())).toEqual([
			"payment_intent.canceled",
			"checkout.session.expired",
		]);
	});

	it.each([
		[{ subscription_data: { trial_period_days: 7 } }, "subscription_data"],
		[{ setup_intent_data: { description: "x" } }, "setup_intent_data"],
		[{ line_items: [] }, "line_items"],
		[{ return_url: "http://localhost/back" }, "return_url"],
	])("refuses %j", async (wrong, param) => {
		const { post, price } = await openOnce();
		const params = {
			mode: "payment",
			success_url: "http://localhost/",
			line_items: [{ price: price.id, quantity: 1 }],
			...wrong,
		};
		expect(await errorOf(post("/v1/checkout/sessions", params))).toMatchObject({
			statusCode: 400,
			param,
		});
	});
});
