import { describe, expect, it } from "vitest";
import { buy, changesOf, openShop, trial, typesOf } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

const hour = 3600;

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
		expect(notice?.data.object).toMatchObject({ status: "trialing" });
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
		expect(after.latest_invoice).toMatchObject({ amount_paid: 2900 });
		const types = typesOf(await started.newEvents());
		expect(types[0]).toBe("customer.subscription.trial_will_end");
		expect(types).toContain("invoice.payment_succeeded");
		expect(types).toContain("customer.subscription.updated");
	});
});
