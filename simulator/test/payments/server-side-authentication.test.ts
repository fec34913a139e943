// Subscriptions made by a server whose card asks its holder, from incomplete to active.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { changesOf, openShop, typesOf } from "../support/shop.ts";
import type { startTest } from "../support/start.ts";
import { errorOf, openTill } from "./till.ts";

async function withAsking(
	more: Partial<Stripe.SubscriptionCreateParams> = {},
	options: Parameters<typeof startTest>[0] = {},
) {
	const till = await openTill(options);
	const { stripe, customer } = till;
	const { price } = await openShop(till);
	const method = await stripe.paymentMethods.attach("pm_card_authenticationRequired", {
		customer: customer.id,
	});
	await till.newEvents();
	const subscription = await stripe.subscriptions.create({
		customer: customer.id,
		items: [{ price: price.id }],
		default_payment_method: method.id,
		expand: ["latest_invoice.payments", "latest_invoice.confirmation_secret"],
		...more,
	});
	const invoice = subscription.latest_invoice;
	if (typeof invoice === "string" || invoice === null) throw new Error("not expanded");
	const intent = String(invoice.payments?.data[0]?.payment.payment_intent);
	return { ...till, subscription, invoice, intent };
}

const paidInOrder = [
	"charge.succeeded",
	"payment_intent.succeeded",
	"invoice.updated",
	"invoice.paid",
	"invoice.payment_succeeded",
	"customer.subscription.updated",
];

describe("a subscription that waits for authentication", () => {
	it("is incomplete, with an open invoice and an intent that names the bank's page", async () => {
		const { subscription, invoice, intent, newEvents, simulator, stripe } = await withAsking();
		expect(subscription.status).toBe("incomplete");
		expect(invoice).toMatchObject({ status: "open", attempted: true, attempt_count: 0 });
		expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
			status: "requires_action",
			next_action: {
				type: "use_stripe_sdk",
				use_stripe_sdk: { stripe_js: `${simulator.url}/authenticate/${intent}` },
			},
		});
		const types = typesOf(await newEvents());
		expect(types).toContain("payment_intent.requires_action");
		expect(types).toContain("invoice.payment_action_required");
		expect(types).not.toContain("invoice.payment_failed");
	});

	it("also tells of a failed payment where the setting says so", async () => {
		const { newEvents } = await withAsking({}, { settings: { paymentFailedAlsoOnAction: true } });
		expect(typesOf(await newEvents())).toContain("invoice.payment_failed");
	});

	it("becomes active once the person has passed the challenge, events in order", async () => {
		const { authenticate, intent, newEvents, pass, stripe, subscription } = await withAsking();
		await newEvents();
		await authenticate(intent, true);
		const events = await newEvents();
		expect(typesOf(events)).toEqual(paidInOrder);
		expect(changesOf(events, "customer.subscription.updated")).toEqual({ status: "incomplete" });
		expect(Object.keys(Object(changesOf(events, "invoice.updated"))).sort()).toEqual(
			expect.arrayContaining(["amount_paid", "amount_remaining", "attempt_count", "status"]),
		);
		pass(30);
		expect(typesOf(await newEvents())).toEqual(["invoice_payment.paid"]);
		expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
	});

	it("becomes active when its intent is confirmed with another card", async () => {
		const { customer, intent, newEvents, stripe, subscription } = await withAsking();
		const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
		await newEvents();
		await stripe.paymentIntents.confirm(intent, { payment_method: method.id });
		expect(typesOf(await newEvents())).toEqual(paidInOrder);
		expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
	});

	it("keeps the card that paid when it is to save it", async () => {
		const { customer, intent, newEvents, stripe, subscription } = await withAsking({
			payment_settings: { save_default_payment_method: "on_subscription" },
		});
		await newEvents();
		const paid = await stripe.paymentIntents.confirm(intent, { payment_method: "pm_card_visa" });
		const events = await newEvents();
		expect(changesOf(events, "customer.subscription.updated")).toEqual({
			status: "incomplete",
			default_payment_method: subscription.default_payment_method,
		});
		const active = await stripe.subscriptions.retrieve(subscription.id);
		expect(active.default_payment_method).toBe(paid.payment_method);
		const method = await stripe.paymentMethods.retrieve(String(paid.payment_method));
		expect(method.customer).toBe(customer.id);
	});

	it("stays incomplete when the challenge is failed, and its intent cannot just be canceled", async () => {
		const { authenticate, intent, newEvents, stripe, subscription } = await withAsking();
		await newEvents();
		await authenticate(intent, false);
		expect(typesOf(await newEvents())[0]).toBe("payment_intent.payment_failed");
		expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("incomplete");
		expect((await errorOf(stripe.paymentIntents.cancel(intent))).code).toBe(
			"payment_intent_unexpected_state",
		);
	});

	it("is answered with a 402 that embeds the intent when its invoice is paid by request", async () => {
		const { invoice, intent, stripe } = await withAsking();
		expect(await errorOf(stripe.invoices.pay(invoice.id))).toMatchObject({
			statusCode: 402,
			type: "StripeCardError",
			code: "invoice_payment_intent_requires_action",
			payment_intent: { id: intent, status: "requires_action" },
		});
	});

	it("is answered with the refused charge, intent and card when that card declines", async () => {
		const { customer, invoice, intent, stripe } = await withAsking();
		const method = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
			customer: customer.id,
		});
		const refusal = await errorOf(stripe.invoices.pay(invoice.id, { payment_method: method.id }));
		expect(refusal).toMatchObject({
			statusCode: 402,
			code: "card_declined",
			payment_intent: { id: intent, status: "requires_payment_method" },
			payment_method: { id: method.id },
		});
		const intentNow = await stripe.paymentIntents.retrieve(intent);
		expect(refusal.charge).toBe(intentNow.latest_charge);
	});
});
