// What becomes of a subscription as the clock moves on.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { buy, openShop, trial, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

const hour = 3600;

/** The old values an event reports, of its last occurrence of this type. */
function changesOf(events: readonly Stripe.Event[], type: string): unknown {
	return events.findLast((event) => event.type === type)?.data.previous_attributes;
}

describe("a trial", () => {
	it("announces its end three days before", async () => {
		const started = await startTest();
		await buy(started, await openShop(started), trial);
		await started.newEvents();
		started.pass(4 * day - 60);
		expect(typesOf(await started.newEvents())).toEqual([]);
		started.pass(120);
		const [notice] = await started.newEvents();
		expect(notice?.type).toBe("customer.subscription.trial_will_end");
		expect((notice?.data.object as Stripe.Subscription).status).toBe("trialing");
	});

	it("shorter than three days announces its end at once", async () => {
		const started = await startTest();
		await buy(started, await openShop(started), { subscription_data: { trial_period_days: 1 } });
		expect(typesOf(await started.newEvents())).toContain("customer.subscription.trial_will_end");
	});

	it("becomes active with a draft invoice that is charged an hour later", async () => {
		const started = await startTest();
		const { stripe, simulator } = started;
		const bought = await buy(started, await openShop(started), trial);
		const trialEnd = bought.trial_end ?? 0;
		started.pass(5 * day);
		await started.newEvents();
		simulator.advanceTo(trialEnd);
		const atEnd = await started.newEvents();
		expect(typesOf(atEnd)).toEqual(["invoice.created", "customer.subscription.updated"]);
		expect(atEnd.map((event) => event.created)).toEqual([trialEnd, trialEnd]);
		expect(changesOf(atEnd, "customer.subscription.updated")).toMatchObject({
			status: "trialing",
			latest_invoice: bought.latest_invoice,
			items: { data: [{ current_period_end: trialEnd }] },
		});
		const active = await stripe.subscriptions.retrieve(bought.id);
		expect(active).toMatchObject({ status: "active", trial_end: trialEnd });
		const draft = await stripe.invoices.retrieve(String(active.latest_invoice));
		expect(draft).toMatchObject({
			status: "draft",
			billing_reason: "subscription_cycle",
			auto_advance: true,
			number: null,
			hosted_invoice_url: null,
			automatically_finalizes_at: trialEnd + hour,
			period_start: bought.trial_start,
			period_end: trialEnd,
		});
		simulator.advanceTo(trialEnd + hour + 20);
		const charged = await started.newEvents();
		expect(typesOf(charged)).toEqual([
			"payment_intent.created",
			"invoice.updated",
			"invoice.finalized",
			"charge.succeeded",
			"payment_intent.succeeded",
			"invoice.updated",
			"invoice.paid",
			"invoice.payment_succeeded",
			"invoice_payment.paid",
		]);
		expect(Object.keys(charged[1]?.data.previous_attributes ?? {}).sort()).toEqual([
			"automatically_finalizes_at",
			"effective_at",
			"ending_balance",
			"hosted_invoice_url",
			"invoice_pdf",
			"number",
			"rendering",
			"status",
			"status_transitions",
		]);
		expect(charged[5]?.data.previous_attributes).toMatchObject({
			amount_paid: 0,
			amount_remaining: 2900,
			attempt_count: 0,
			attempted: false,
			status: "open",
			status_transitions: { paid_at: null },
		});
		expect(charged.at(-1)?.request).toEqual({ id: null, idempotency_key: null });
	});

	it("without a card is canceled, paused or charged in vain, as its settings say", async () => {
		for (const [behavior, status] of [
			["cancel", "canceled"],
			["pause", "paused"],
			["create_invoice", "past_due"],
		] as const) {
			const started = await startTest();
			const { customer, price } = await openShop(started);
			const made = await started.stripe.subscriptions.create({
				customer: customer.id,
				items: [{ price: price.id }],
				trial_period_days: 7,
				trial_settings: { end_behavior: { missing_payment_method: behavior } },
			});
			started.pass(7 * day + 2 * hour);
			const after = await started.stripe.subscriptions.retrieve(made.id);
			expect(after.status).toBe(status);
			if (status === "canceled") expect(after.ended_at).toBe(made.trial_end);
		}
	});

	it("ended by request is charged within the request", async () => {
		const started = await startTest();
		const bought = await buy(started, await openShop(started), trial);
		await started.newEvents();
		const after = await started.stripe.subscriptions.update(bought.id, {
			trial_end: "now",
			expand: ["latest_invoice"],
		});
		expect(after.status).toBe("active");
		expect((after.latest_invoice as Stripe.Invoice).amount_paid).toBe(2900);
		const types = typesOf(await started.newEvents());
		expect(types[0]).toBe("customer.subscription.trial_will_end");
		expect(types).toContain("invoice.payment_succeeded");
		expect(types).toContain("customer.subscription.updated");
	});
});

describe("a renewal", () => {
	it("rolls the period by a calendar month and is paid an hour later, again and again", async () => {
		const started = await startTest();
		const bought = await buy(started, await openShop(started));
		let end = bought.items.data[0]?.current_period_end ?? 0;
		for (let month = 0; month < 3; month += 1) {
			started.simulator.advanceTo(end + hour + 60);
			const now = await started.stripe.subscriptions.retrieve(bought.id, {
				expand: ["latest_invoice"],
			});
			const item = now.items.data[0];
			expect(item?.current_period_start).toBe(end);
			expect(now.latest_invoice).toMatchObject({ status: "paid", period_end: end });
			end = item?.current_period_end ?? 0;
		}
		const invoices = await started.stripe.invoices.list({ subscription: bought.id });
		expect(invoices.data.map((invoice) => invoice.number?.slice(-4))).toEqual([
			"0004",
			"0003",
			"0002",
			"0001",
		]);
	});

	it("that fails is retried on schedule and ends the subscription after the last try", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		const bought = await buy(started, shop, { number: "4000000000000341", ...trial });
		started.simulator.advanceTo((bought.trial_end ?? 0) + hour);
		const events = await started.newEvents();
		expect(typesOf(events).slice(-8)).toEqual([
			"payment_intent.created",
			"invoice.updated",
			"invoice.finalized",
			"charge.failed",
			"payment_intent.payment_failed",
			"invoice.updated",
			"invoice.payment_failed",
			"customer.subscription.updated",
		]);
		expect(changesOf(events, "customer.subscription.updated")).toEqual({ status: "active" });
		expect(changesOf(events, "invoice.updated")).toEqual({
			attempt_count: 0,
			attempted: false,
			next_payment_attempt: null,
		});
		const finalizedAt = (bought.trial_end ?? 0) + hour;
		for (const days of [1, 3, 5]) {
			started.simulator.advanceTo(finalizedAt + days * day);
			expect(typesOf(await started.newEvents())).toEqual([
				"charge.failed",
				"payment_intent.payment_failed",
				"invoice.updated",
				"invoice.payment_failed",
			]);
			const pastDue = await started.stripe.subscriptions.retrieve(bought.id);
			expect(pastDue.status).toBe("past_due");
		}
		started.simulator.advanceTo(finalizedAt + 7 * day);
		const last = await started.newEvents();
		expect(typesOf(last)).toContain("customer.subscription.deleted");
		const ended = await started.stripe.subscriptions.retrieve(bought.id, {
			expand: ["latest_invoice"],
		});
		expect(ended).toMatchObject({
			status: "canceled",
			cancellation_details: { reason: "payment_failed" },
			latest_invoice: { status: "uncollectible", attempt_count: 5, next_payment_attempt: null },
		});
		started.pass(60 * day);
		const quiet = typesOf(await started.newEvents());
		expect(quiet).toEqual([]);
	});

	it("that failed recovers with another card", async () => {
		const started = await startTest();
		const shop = await openShop(started);
		const bought = await buy(started, shop, { number: "4000000000000341", ...trial });
		started.simulator.advanceTo((bought.trial_end ?? 0) + 2 * hour);
		const { stripe } = started;
		const failed = await stripe.subscriptions.retrieve(bought.id);
		expect(failed.status).toBe("past_due");
		const invoice = String(failed.latest_invoice);
		await expect(stripe.invoices.pay(invoice)).rejects.toMatchObject({
			statusCode: 402,
			payment_intent: { object: "payment_intent", status: "requires_payment_method" },
		});
		const method = await stripe.paymentMethods.attach("pm_card_visa", {
			customer: shop.customer.id,
		});
		await started.newEvents();
		const paid = await stripe.invoices.pay(invoice, { payment_method: method.id });
		expect(paid).toMatchObject({ status: "paid", attempt_count: 3 });
		const events = await started.newEvents();
		expect(changesOf(events, "customer.subscription.updated")).toEqual({ status: "past_due" });
		expect((await stripe.subscriptions.retrieve(bought.id)).status).toBe("active");
	});
});

describe("a cancellation", () => {
	it("at the period's end is scheduled, can be taken back, and comes true", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await openShop(started));
		const end = bought.items.data[0]?.current_period_end ?? 0;
		await started.newEvents();
		const now = started.simulator.now();
		const set = await stripe.subscriptions.update(bought.id, { cancel_at_period_end: true });
		expect(set).toMatchObject({
			status: "active",
			cancel_at: end,
			cancel_at_period_end: true,
			cancellation_details: { reason: "cancellation_requested" },
		});
		expect(set.canceled_at).toBeGreaterThanOrEqual(now);
		expect(changesOf(await started.newEvents(), "customer.subscription.updated")).toEqual({
			cancel_at: null,
			cancel_at_period_end: false,
			canceled_at: null,
			cancellation_details: { reason: null },
		});
		const undone = await stripe.subscriptions.update(bought.id, { cancel_at_period_end: false });
		expect(undone).toMatchObject({ cancel_at: null, canceled_at: null });
		const again = await stripe.subscriptions.update(bought.id, { cancel_at_period_end: true });
		await started.newEvents();
		started.simulator.advanceTo(end + 2 * hour);
		const events = await started.newEvents();
		expect(typesOf(events)).toEqual(["invoice_payment.paid", "customer.subscription.deleted"]);
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			status: "canceled",
			ended_at: end,
			canceled_at: again.canceled_at,
			cancel_at_period_end: true,
		});
		await expect(
			stripe.subscriptions.update(bought.id, { cancel_at_period_end: false }),
		).rejects.toMatchObject({ code: "invalid_canceled_subscription_fields" });
	});

	it("by DELETE is immediate and emits one event", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await openShop(started));
		await started.newEvents();
		const ended = await stripe.subscriptions.cancel(bought.id);
		expect(ended).toMatchObject({
			status: "canceled",
			cancel_at: null,
			cancel_at_period_end: false,
			latest_invoice: bought.latest_invoice,
		});
		expect(typesOf(await started.newEvents())).toEqual(["customer.subscription.deleted"]);
		await expect(stripe.subscriptions.cancel(bought.id)).rejects.toMatchObject({
			statusCode: 404,
			code: "resource_missing",
		});
		expect((await stripe.subscriptions.list()).data).toEqual([]);
		expect((await stripe.subscriptions.list({ status: "canceled" })).data).toHaveLength(1);
	});

	it("in the portal sets cancel_at alone, and resuming clears it", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await openShop(started);
		const bought = await buy(started, shop);
		const portal = await stripe.billingPortal.sessions.create({
			customer: shop.customer.id,
			return_url: "http://localhost/account",
		});
		const path = `${portal.url}/subscriptions/${bought.id}`;
		await press(`${path}/cancel`);
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			cancel_at: bought.items.data[0]?.current_period_end,
			cancel_at_period_end: false,
			status: "active",
		});
		await press(`${path}/resume`);
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			cancel_at: null,
			canceled_at: null,
		});
	});

	it("of a deleted customer ends every subscription of his", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await openShop(started);
		const bought = await buy(started, shop);
		await started.newEvents();
		await stripe.customers.del(shop.customer.id);
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.subscription.deleted",
			"customer.deleted",
		]);
		expect(await stripe.customers.retrieve(shop.customer.id)).toMatchObject({ deleted: true });
		const expanded = await stripe.subscriptions.retrieve(bought.id, { expand: ["customer"] });
		expect(expanded.customer).toMatchObject({ deleted: true });
	});
});

async function press(url: string): Promise<void> {
	const { origin } = new URL(url);
	const answer = await fetch(url, {
		method: "POST",
		redirect: "manual",
		headers: { origin, "sec-fetch-site": "same-origin" },
		body: new URLSearchParams(),
	});
	if (answer.status >= 400) throw new Error(`${answer.status} for ${url}`);
}
