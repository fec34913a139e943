import { describe, expect, it } from "vitest";
import { buy, changesOf, openShop, trial, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

const hour = 3600;

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
