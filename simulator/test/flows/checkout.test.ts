// Checkout from the open session to what it leaves behind, for every kind of card.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { buy, card, openCheckout, openShop, trial, typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

describe("a card that pays", () => {
	it("leaves an active subscription, a paid invoice and the recorded events", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		await started.newEvents();
		const session = await openCheckout(started, shop);
		expect(session).toMatchObject({
			status: "open",
			payment_status: "unpaid",
			amount_total: 2900,
			subscription: null,
			invoice: null,
		});
		expect(session.expires_at).toBe(session.created + 86_400);
		await started.post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
		const done = await started.stripe.checkout.sessions.retrieve(session.id, {
			expand: ["subscription", "invoice.payments", "line_items"],
		});
		expect(done).toMatchObject({ status: "complete", payment_status: "paid", url: null });
		expect(done.line_items?.data[0]).toMatchObject({ quantity: 1, amount_total: 2900 });
		const subscription = done.subscription as Stripe.Subscription;
		expect(subscription).toMatchObject({ status: "active", trial_end: null });
		expect(subscription.default_payment_method).toMatch(/^pm_sim/);
		const invoice = done.invoice as Stripe.Invoice;
		expect(invoice).toMatchObject({
			status: "paid",
			attempt_count: 1,
			amount_paid: 2900,
			amount_remaining: 0,
			auto_advance: false,
			billing_reason: "subscription_create",
		});
		expect(invoice.lines.data[0]?.description).toBe("1 × Founder (at $29.00 / month)");
		expect(invoice.payments?.data[0]).toMatchObject({ status: "paid", amount_paid: 2900 });
		expect(typesOf(await started.newEvents())).toEqual([
			"payment_intent.created",
			"charge.succeeded",
			"payment_intent.succeeded",
			"payment_method.attached",
			"customer.updated",
			"invoice.created",
			"invoice.finalized",
			"invoice.paid",
			"customer.subscription.created",
			"checkout.session.completed",
			"invoice.payment_succeeded",
		]);
		started.pass(20);
		expect(typesOf(await started.newEvents())).toEqual(["invoice_payment.paid"]);
	});

	it("starts a trial of exactly seven days without charging", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		await started.newEvents();
		const subscription = await buy(started, shop, trial);
		expect(subscription.status).toBe("trialing");
		expect(subscription.trial_end).toBe((subscription.trial_start ?? 0) + 7 * 86_400);
		expect(subscription.billing_cycle_anchor).toBe(subscription.trial_end);
		const item = subscription.items.data[0];
		expect(item?.current_period_end).toBe(subscription.trial_end);
		const invoice = await started.stripe.invoices.retrieve(String(subscription.latest_invoice));
		expect(invoice).toMatchObject({ status: "paid", total: 0, attempted: true, attempt_count: 0 });
		expect(invoice.lines.data[0]?.description).toBe("Free trial for 1 × Founder");
		expect(invoice.number).toMatch(/^[A-Z0-9]{8}-0001$/);
		const types = typesOf(await started.newEvents());
		expect(new Set(types)).toEqual(
			new Set([
				"setup_intent.created",
				"setup_intent.succeeded",
				"payment_method.attached",
				"customer.updated",
				"invoice.created",
				"invoice.finalized",
				"invoice.paid",
				"invoice.payment_succeeded",
				"customer.subscription.created",
				"checkout.session.completed",
			]),
		);
	});

	it("makes the customer when the session had none", async () => {
		const started = await startTest();
		const { price } = await openShop(started);
		const session = await started.stripe.checkout.sessions.create({
			mode: "subscription",
			customer_email: "new@example.com",
			client_reference_id: "user-7",
			line_items: [{ price: price.id, quantity: 2 }],
			success_url: "http://localhost/done",
		});
		await started.post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
		const done = await started.stripe.checkout.sessions.retrieve(session.id, {
			expand: ["customer"],
		});
		expect(done.client_reference_id).toBe("user-7");
		expect((done.customer as Stripe.Customer).email).toBe("new@example.com");
		expect(typesOf(await started.newEvents())).toContain("customer.created");
	});

	it("completes a trial without a card where none is required", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		const session = await openCheckout(started, shop, {
			...trial,
			payment_method_collection: "if_required",
		});
		const done = await started.post(`/v1/payment_pages/${session.id}/confirm`, {});
		expect(done.payment_status).toBe("no_payment_required");
		const subscription = await started.stripe.subscriptions.retrieve(String(done.subscription));
		expect(subscription).toMatchObject({ status: "trialing", default_payment_method: null });
	});
});

describe("a card that is refused", () => {
	const refusals = [
		["4000000000000002", "card_declined", "generic_decline"],
		["4000000000009995", "card_declined", "insufficient_funds"],
		["4000000000000069", "expired_card", "expired_card"],
		["4000000000000127", "incorrect_cvc", "incorrect_cvc"],
		["4000000000000119", "processing_error", "processing_error"],
	] as const;
	for (const offer of [{}, trial]) {
		const when = "subscription_data" in offer ? "with a trial" : "without a trial";
		it.each(refusals)(`${when}: %s leaves the session open`, async (number, code, decline) => {
			const started = await startTest();
			const shop = await openShop(started);
			const session = await openCheckout(started, shop, offer);
			await started.newEvents();
			const attempt = started.post(`/v1/payment_pages/${session.id}/confirm`, card(number));
			await expect(attempt).rejects.toMatchObject({
				type: "StripeCardError",
				statusCode: 402,
				code,
				decline_code: decline,
			});
			const after = await started.stripe.checkout.sessions.retrieve(session.id);
			expect(after).toMatchObject({ status: "open", subscription: null, invoice: null });
			const all = await started.stripe.subscriptions.list({ status: "all" });
			expect(all.data).toEqual([]);
			expect(typesOf(await started.newEvents())).toEqual(
				"subscription_data" in offer
					? ["setup_intent.created", "setup_intent.setup_failed"]
					: ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"],
			);
			await started.post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
			const retried = await started.stripe.checkout.sessions.retrieve(session.id);
			expect(retried.status).toBe("complete");
		});
	}

	it("that only fails at a charge lets a trial begin", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		const subscription = await buy(started, shop, { number: "4000000000000341", ...trial });
		expect(subscription.status).toBe("trialing");
	});
});

describe("a card whose bank asks the person", () => {
	for (const offer of [{}, trial]) {
		const hasTrial = "subscription_data" in offer;
		const intent = hasTrial ? "setup_intent" : "payment_intent";
		it.each(["4000002760003184", "4000002500003155", "4000000000003220"])(
			`${hasTrial ? "with" : "without"} a trial: %s waits, fails, and then succeeds`,
			async (number) => {
				const started = await startTest();
				const shop = await openShop(started);
				const session = await openCheckout(started, shop, offer);
				await started.newEvents();
				const path = `/v1/payment_pages/${session.id}/confirm`;
				expect(await started.post(path, card(number))).toMatchObject({ status: "open" });
				expect(typesOf(await started.newEvents())).toEqual([
					`${intent}.created`,
					`${intent}.requires_action`,
				]);
				const answer = `/c/pay/${session.id}/authenticate`;
				await answerPage(started.simulator.url, answer, "fail");
				expect(typesOf(await started.newEvents())).toEqual([
					hasTrial ? "setup_intent.setup_failed" : "payment_intent.payment_failed",
				]);
				expect((await started.stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
				await started.post(path, card(number));
				await answerPage(started.simulator.url, answer, "complete");
				const done = await started.stripe.checkout.sessions.retrieve(session.id);
				expect(done.status).toBe("complete");
				expect(typesOf(await started.newEvents())).toContain("customer.subscription.created");
			},
		);
	}
});

async function answerPage(url: string, path: string, outcome: string): Promise<void> {
	await fetch(`${url}${path}`, {
		method: "POST",
		redirect: "manual",
		headers: { origin: url, "sec-fetch-site": "same-origin" },
		body: new URLSearchParams({ outcome }),
	});
}

describe("a session that is left", () => {
	it("expires by itself and closes its page", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		const session = await openCheckout(started, shop);
		await started.newEvents();
		started.pass(86_401);
		expect(typesOf(await started.newEvents())).toEqual(["checkout.session.expired"]);
		const expired = await started.stripe.checkout.sessions.retrieve(session.id);
		expect(expired).toMatchObject({ status: "expired", url: null });
		const late = started.post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
		await expect(late).rejects.toMatchObject({ statusCode: 400 });
	});

	it("can be expired once, and not after it is complete", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		const session = await openCheckout(started, shop);
		await started.stripe.checkout.sessions.expire(session.id);
		await expect(started.stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({
			statusCode: 400,
		});
	});
});
