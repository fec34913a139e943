import { describe, expect, it } from "vitest";
import { changesOf, typesOf } from "../support/shop.ts";
import { april, day, openTill } from "./at-a-time.ts";

const may = april + 30 * day;

describe("collection that is paused", () => {
	it.each([
		["void", "void"],
		["mark_uncollectible", "uncollectible"],
		["keep_as_draft", "draft"],
	] as const)("with %s leaves its invoices %s", async (behavior, status) => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		await till.newEvents();
		const paused = await till.stripe.subscriptions.update(bought.id, {
			pause_collection: { behavior, resumes_at: may + 10 * day },
		});
		expect(paused).toMatchObject({ status: "active", pause_collection: { behavior } });
		const events = await till.newEvents();
		expect(typesOf(events)).toEqual(["customer.subscription.updated"]);
		expect(changesOf(events, "customer.subscription.updated")).toEqual({ pause_collection: null });
		till.simulator.advanceTo(may + 5 * day);
		const during = await till.stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(during.data[0]).toMatchObject({ status, amount_paid: 0 });
		till.simulator.advanceTo(may + 11 * day);
		const after = await till.stripe.subscriptions.retrieve(bought.id);
		expect(after).toMatchObject({ status: "active", pause_collection: null });
	});
});

describe("a pause", () => {
	it("credits unused time and stands still until it is resumed with a new period", async () => {
		const till = await openTill();
		const { stripe } = till;
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(15);
		await till.newEvents();
		const paused = await stripe.subscriptions.pause(bought.id, { type: "subscription" });
		expect(paused).toMatchObject({
			status: "paused",
			items: { data: [{ current_period_end: april + 15 * day }] },
			status_details: { paused: { subscription: { type: "pause_requested" } } },
		});
		expect(typesOf(await till.newEvents())).toEqual([
			"invoiceitem.created",
			"customer.subscription.updated",
			"customer.subscription.paused",
		]);
		till.to(60);
		expect(typesOf(await till.newEvents())).toEqual([]);
		const resumed = await stripe.subscriptions.resume(bought.id, {
			expand: ["latest_invoice"],
		});
		const now = april + 60 * day;
		expect(resumed).toMatchObject({
			status: "active",
			billing_cycle_anchor: now,
			latest_invoice: { status: "paid", total: 1500 },
		});
		expect(typesOf(await till.newEvents()).slice(-2)).toEqual([
			"customer.subscription.updated",
			"customer.subscription.resumed",
		]);
	});

	it("resumed on payment success stays until the invoice is paid", async () => {
		const till = await openTill();
		const { stripe } = till;
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(15);
		await stripe.subscriptions.pause(bought.id, {
			bill_for: { unused_time_from: { type: "none" } },
		});
		const waiting = await stripe.subscriptions.resume(bought.id, {
			payment_behavior: "resume_on_payment_success",
			expand: ["latest_invoice"],
		});
		expect(waiting).toMatchObject({ status: "paused", latest_invoice: { status: "open" } });
		const invoice = waiting.latest_invoice;
		if (invoice === null || typeof invoice === "string") throw new Error("not expanded");
		await stripe.invoices.pay(invoice.id);
		expect((await stripe.subscriptions.retrieve(bought.id)).status).toBe("active");
	});

	it("is refused for what cannot be paused", async () => {
		const till = await openTill();
		const price = await till.price(3000);
		const classic = await till.subscribe([price], { billing_mode: { type: "classic" } });
		const trialing = await till.subscribe([price], { trial_period_days: 7 });
		for (const { id } of [classic, trialing]) {
			await expect(till.stripe.subscriptions.pause(id)).rejects.toMatchObject({
				statusCode: 400,
			});
		}
	});
});
