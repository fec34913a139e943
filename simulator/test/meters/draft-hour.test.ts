// Use that is reported while its invoice is still a draft.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { april, day, openTill } from "../prorations/at-a-time.ts";
import { changesOf } from "../support/shop.ts";

const may = april + 30 * day;

/** A subscription from the first of April whose use is billed at 3 cents, or as said. */
async function metered(more: Partial<Stripe.PriceCreateParams> = { unit_amount: 3 }) {
	const till = await openTill();
	const { stripe, customer, product } = till;
	const meter = await stripe.billing.meters.create({
		display_name: "Calls",
		event_name: "calls",
		default_aggregation: { formula: "sum" },
	});
	const price = await stripe.prices.create({
		product: product.id,
		currency: "usd",
		recurring: { interval: "month", usage_type: "metered", meter: meter.id },
		...more,
	});
	const bought = await till.subscribe([price]);
	const report = (value: number, timestamp: number) =>
		stripe.billing.meterEvents.create({
			event_name: "calls",
			payload: { stripe_customer_id: customer.id, value: String(value) },
			timestamp,
		});
	const newest = async () => {
		const { data } = await stripe.invoices.list({ subscription: bought.id, limit: 1 });
		return data[0] as Stripe.Invoice;
	};
	return { ...till, bought, report, newest };
}

const end = (bought: Stripe.Subscription) => Number(bought.items.data[0]?.current_period_end);

describe("use reported in the drafting hour", () => {
	it("of the period that is over is billed on that invoice; of the new one, on the next", async () => {
		const till = await metered();
		await till.report(100, till.simulator.now());
		till.simulator.advanceTo(end(till.bought) + 60);
		expect(await till.newest()).toMatchObject({ status: "draft", total: 300 });
		const { id: line } = (await till.newest()).lines.data[0] ?? {};
		await till.report(11, end(till.bought) - 1);
		await till.report(500, end(till.bought));
		await till.newEvents();
		till.simulator.advanceTo(end(till.bought) + 3700);
		const paid = await till.newest();
		expect(paid).toMatchObject({ status: "paid", total: 333, amount_paid: 333 });
		expect(paid.lines.data).toMatchObject([{ id: line, quantity: 111, amount: 333 }]);
		const events = await till.newEvents();
		expect(
			events.find(({ type }) => type === "invoice.updated")?.data.previous_attributes,
		).toMatchObject({ total: 300, amount_due: 300, status: "draft" });
		expect(changesOf(events, "invoice.updated")).toMatchObject({ status: "open" });
		till.simulator.advanceTo(Date.UTC(2030, 5, 1, 3) / 1000);
		expect((await till.newest()).total).toBe(1500);
	});

	it("does not count once the invoice is finalized", async () => {
		const till = await metered();
		await till.report(10, till.simulator.now());
		till.simulator.advanceTo(end(till.bought) + 3700);
		await till.report(99, end(till.bought) - 1);
		expect((await till.newest()).total).toBe(30);
		till.simulator.advanceTo(Date.UTC(2030, 5, 1, 3) / 1000);
		expect((await till.newest()).total).toBe(0);
	});

	it("reaches further tiers, each with a line of its own", async () => {
		const till = await metered({
			billing_scheme: "tiered",
			tiers_mode: "graduated",
			tiers: [
				{ up_to: 100, unit_amount: 0, flat_amount: 900 },
				{ up_to: "inf", unit_amount: 4, flat_amount: 0 },
			],
		});
		await till.report(50, till.simulator.now());
		till.simulator.advanceTo(end(till.bought) + 60);
		expect((await till.newest()).lines.data).toHaveLength(2);
		await till.report(81, end(till.bought) - 1);
		const { id } = await till.newest();
		const open = await till.stripe.invoices.finalizeInvoice(id ?? "");
		expect(open.total).toBe(900 + 31 * 4);
		expect(open.lines.data.map(({ description }) => description)).toEqual([
			"100 × Founder (Tier 1 at $0.00 / month)",
			"Founder (Tier 1 at $9.00 / month)",
			"31 × Founder (Tier 2 at $0.04 / month)",
			"Founder (Tier 2 at $0.00 / month)",
		]);
	});

	it("costs the same in a period that was cut short", async () => {
		const till = await metered();
		await till.report(100, till.simulator.now());
		till.to(10);
		await till.stripe.subscriptions.cancel(till.bought.id, { invoice_now: true });
		till.simulator.advanceTo(may);
		expect((await till.newest()).total).toBe(300);
	});
});
