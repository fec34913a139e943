// Subscriptions a server makes without Checkout, and first invoices that wait.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { openShop, typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

const hour = 3600;

async function withCard(card: string) {
	const started = await startTest();
	const shop = await openShop(started);
	const { stripe } = started;
	const method = await stripe.paymentMethods.attach(card, { customer: shop.customer.id });
	await stripe.customers.update(shop.customer.id, {
		invoice_settings: { default_payment_method: method.id },
	});
	await started.newEvents();
	const create = (more: Partial<Stripe.SubscriptionCreateParams> = {}) =>
		stripe.subscriptions.create({
			customer: shop.customer.id,
			items: [{ price: shop.price.id }],
			...more,
		});
	return { ...started, shop, create };
}

describe("a subscription made by the server", () => {
	it("is active at once when its card pays, and no update follows", async () => {
		const { create, newEvents } = await withCard("pm_card_visa");
		const made = await create({ metadata: { user: "7" }, expand: ["latest_invoice"] });
		expect(made).toMatchObject({ status: "active", metadata: { user: "7" } });
		expect(made.latest_invoice).toMatchObject({
			status: "paid",
			attempt_count: 1,
			parent: { subscription_details: { metadata: { user: "7" } } },
		});
		const types = typesOf(await newEvents());
		expect(types).toContain("customer.subscription.created");
		expect(types).not.toContain("customer.subscription.updated");
		expect(types).not.toContain("invoice.updated");
	});

	it("is incomplete when its card is refused, until another card pays", async () => {
		const { create, newEvents, stripe, shop } = await withCard("pm_card_chargeCustomerFail");
		const made = await create();
		expect(made.status).toBe("incomplete");
		expect(typesOf(await newEvents())).toEqual(
			expect.arrayContaining(["charge.failed", "invoice.payment_failed"]),
		);
		const method = await stripe.paymentMethods.attach("pm_card_visa", {
			customer: shop.customer.id,
		});
		await stripe.invoices.pay(String(made.latest_invoice), { payment_method: method.id });
		expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
		const update = (await newEvents()).find(({ type }) => type === "customer.subscription.updated");
		expect(update?.data.previous_attributes).toEqual({ status: "incomplete" });
	});

	it("is not made at all when the caller wants it complete or not", async () => {
		const { create, newEvents, stripe } = await withCard("pm_card_chargeCustomerFail");
		await expect(create({ payment_behavior: "error_if_incomplete" })).rejects.toMatchObject({
			statusCode: 402,
			code: "card_declined",
		});
		expect((await stripe.subscriptions.list({ status: "all" })).data).toEqual([]);
		expect(await newEvents()).toEqual([]);
	});

	it("waits for authentication with everything a client needs to ask for it", async () => {
		const { create } = await withCard("pm_card_authenticationRequired");
		const made = await create({
			expand: ["latest_invoice.confirmation_secret", "latest_invoice.payments"],
		});
		expect(made.status).toBe("incomplete");
		expect(made.latest_invoice).toMatchObject({
			status: "open",
			attempted: true,
			attempt_count: 0,
			auto_advance: true,
			next_payment_attempt: null,
			confirmation_secret: { type: "payment_intent" },
			payments: { data: [{ status: "open", is_default: true, amount_paid: null }] },
		});
	});

	it("waits without an attempt when the caller says so", async () => {
		const { create, newEvents } = await withCard("pm_card_visa");
		const made = await create({ payment_behavior: "default_incomplete" });
		expect(made.status).toBe("incomplete");
		const types = typesOf(await newEvents());
		expect(types).not.toContain("charge.succeeded");
		expect(types).not.toContain("invoice.payment_failed");
	});

	it("expires after 23 hours without payment", async () => {
		const { create, newEvents, pass, stripe } = await withCard("pm_card_chargeCustomerFail");
		const made = await create();
		await newEvents();
		pass(23 * hour + 1);
		const types = typesOf(await newEvents());
		expect(types).toEqual(
			expect.arrayContaining([
				"customer.subscription.updated",
				"invoice.voided",
				"payment_intent.canceled",
			]),
		);
		const after = await stripe.subscriptions.retrieve(made.id);
		expect(after.status).toBe("incomplete_expired");
	});

	it("is refused without any way to pay", async () => {
		const started = await startTest();
		const { customer, price } = await openShop(started);
		await expect(
			started.stripe.subscriptions.create({
				customer: customer.id,
				items: [{ price: price.id }],
			}),
		).rejects.toMatchObject({
			statusCode: 400,
			code: "resource_missing",
			headers: { "stripe-should-retry": "false" },
		});
	});
});
