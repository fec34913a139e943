import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { april, day, openTill } from "./at-a-time.ts";

const may = april + 30 * day;

describe("further changes", () => {
	it("of the end within a period credit what comes after it, and bill what waits at last", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(5);
		const end = april + 20 * day;
		const ending = await till.stripe.subscriptions.update(bought.id, { cancel_at: end });
		expect(ending).toMatchObject({
			cancel_at: end,
			items: { data: [{ current_period_end: end }] },
		});
		const waiting = await till.stripe.invoiceItems.list({ customer: till.customer.id });
		expect(waiting.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(-1000);
		till.to(21);
		const ended = await till.stripe.subscriptions.retrieve(bought.id, {
			expand: ["latest_invoice"],
		});
		expect(ended).toMatchObject({
			status: "canceled",
			ended_at: end,
			latest_invoice: { total: -1000, status: "paid" },
		});
	});

	it("taken back leave what they found", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(5);
		const { stripe } = till;
		await stripe.subscriptions.update(bought.id, { cancel_at: april + 20 * day });
		const back = await stripe.subscriptions.update(bought.id, { cancel_at: "" });
		expect(back.items.data[0]?.current_period_end).toBe(may);
		const waiting = await stripe.invoiceItems.list({ customer: till.customer.id });
		expect(waiting.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
	});

	it("to a trial credit what was paid and start over when it ends", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(10);
		const end = april + 17 * day;
		const trialing = await till.stripe.subscriptions.update(bought.id, {
			trial_end: end,
			expand: ["latest_invoice"],
		});
		expect(trialing).toMatchObject({
			status: "trialing",
			trial_end: end,
			billing_cycle_anchor: end,
			items: { data: [{ current_period_end: end }] },
			latest_invoice: { total: -2000, ending_balance: -2000 },
		});
		till.simulator.advanceTo(end + 2 * 3600);
		const invoices = await till.stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(invoices.data[0]).toMatchObject({ total: 3000, amount_paid: 1000 });
	});

	it("add one-time items to the first or the next invoice", async () => {
		const till = await openTill();
		const setup = await till.stripe.prices.create({
			product: till.product.id,
			currency: "usd",
			unit_amount: 1500,
		});
		const added = { add_invoice_items: [{ price: setup.id }] };
		const bought = await till.subscribe([await till.price(3000)], {
			...added,
			expand: ["latest_invoice"],
		});
		expect(bought.latest_invoice).toMatchObject({ total: 4500, status: "paid" });
		await till.stripe.subscriptions.update(bought.id, added);
		till.simulator.advanceTo(may + 2 * 3600);
		const invoices = await till.stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(invoices.data[0]).toMatchObject({ total: 4500, status: "paid" });
	});

	it("to sending invoices leave payment to the customer", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)], {
			collection_method: "send_invoice",
			days_until_due: 10,
			expand: ["latest_invoice"],
		});
		expect(bought).toMatchObject({
			status: "active",
			latest_invoice: { status: "open", due_date: april + 10 * day },
		});
		till.to(11);
		const late = await till.stripe.subscriptions.retrieve(bought.id);
		expect(late.status).toBe("past_due");
		await till.stripe.invoices.pay(String(late.latest_invoice));
		expect((await till.stripe.subscriptions.retrieve(bought.id)).status).toBe("active");
	});

	it("migrate classic billing to flexible, once", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)], {
			billing_mode: { type: "classic" },
		});
		const migrated = await till.stripe.subscriptions.migrate(bought.id, {
			billing_mode: { type: "flexible" },
		});
		expect(migrated.billing_mode.type).toBe("flexible");
		await expect(
			till.stripe.subscriptions.migrate(bought.id, { billing_mode: { type: "flexible" } }),
		).rejects.toMatchObject({ statusCode: 400 });
	});

	it("end a subscription with its unused time credited and billed when asked", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		till.to(15);
		await till.newEvents();
		await till.stripe.subscriptions.cancel(bought.id, { prorate: true, invoice_now: true });
		expect(typesOf(await till.newEvents())).toEqual([
			"invoiceitem.created",
			"customer.subscription.deleted",
			"invoice.created",
		]);
		till.pass(2 * 3600);
		expect(await till.stripe.customers.retrieve(till.customer.id)).toMatchObject({
			balance: -1500,
		});
	});
});

describe("a period cut short", () => {
	it("by a first anchor to come costs its share, or nothing without prorations", async () => {
		const till = await openTill();
		till.to(10);
		const price = await till.price(3000);
		const anchor = { billing_cycle_anchor: may, expand: ["latest_invoice"] };
		const bought = await till.subscribe([price], anchor);
		expect(bought).toMatchObject({
			billing_cycle_anchor: may,
			items: { data: [{ current_period_end: may }] },
			latest_invoice: { total: 2000, status: "paid" },
		});
		const free = await till.subscribe([price], { ...anchor, proration_behavior: "none" });
		expect(free.latest_invoice).toMatchObject({ total: 0, status: "paid" });
		till.simulator.advanceTo(may + 2 * 3600);
		const renewal = await till.stripe.invoices.list({ subscription: free.id, limit: 1 });
		expect(renewal.data[0]).toMatchObject({ total: 3000, status: "paid" });
		await expect(
			till.subscribe([price], { billing_cycle_anchor: april + 90 * day }),
		).rejects.toMatchObject({ param: "billing_cycle_anchor" });
	});

	it("by an end in a later period costs its share of that period", async () => {
		const till = await openTill();
		const end = may + Math.floor(15.5 * day);
		const bought = await till.subscribe([await till.price(3000)], { cancel_at: end });
		expect(bought.items.data[0]?.current_period_end).toBe(may);
		till.simulator.advanceTo(may + 2 * 3600);
		const renewal = await till.stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(renewal.data[0]).toMatchObject({ total: 1500, status: "paid" });
		expect(renewal.data[0]?.lines.data[0]?.period).toEqual({ start: may, end });
		till.simulator.advanceTo(end + day);
		const ended = await till.stripe.subscriptions.retrieve(bought.id);
		expect(ended).toMatchObject({ status: "canceled", ended_at: end });
	});
});
