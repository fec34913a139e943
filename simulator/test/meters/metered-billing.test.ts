// Use is reported to meters and billed when its period is over.
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { openPaidShop } from "../discounts/shop-with-coupons.ts";
import { typesOf } from "../support/shop.ts";

const day = 86_400;

async function openMeteredShop(formula: "count" | "last" | "sum" = "sum") {
	const opened = await openPaidShop();
	const { stripe, shop, simulator } = opened;
	const meter = await stripe.billing.meters.create({
		display_name: "Requests",
		event_name: "requests",
		default_aggregation: { formula },
	});
	const metered = (more: Partial<Stripe.PriceCreateParams> = { unit_amount: 3 }) =>
		stripe.prices.create({
			product: shop.product.id,
			currency: "usd",
			recurring: { interval: "month", usage_type: "metered", meter: meter.id },
			...more,
		});
	const report = (value: string, more: Partial<Stripe.Billing.MeterEventCreateParams> = {}) =>
		stripe.billing.meterEvents.create({
			event_name: "requests",
			payload: { stripe_customer_id: shop.customer.id, value },
			timestamp: simulator.now(),
			...more,
		});
	return { ...opened, meter, metered, report };
}

describe("a meter", () => {
	it("is renamed, switched off and on, and says so", async () => {
		const { stripe, meter, newEvents, report } = await openMeteredShop();
		expect(meter).toMatchObject({
			customer_mapping: { event_payload_key: "stripe_customer_id", type: "by_id" },
			value_settings: { event_payload_key: "value" },
			status: "active",
		});
		await expect(
			stripe.billing.meters.create({
				display_name: "Again",
				event_name: "requests",
				default_aggregation: { formula: "sum" },
			}),
		).rejects.toMatchObject({ statusCode: 400, param: "event_name" });
		await stripe.billing.meters.update(meter.id, { display_name: "Calls" });
		const off = await stripe.billing.meters.deactivate(meter.id);
		expect(off.status_transitions.deactivated_at).toBe(off.updated);
		await expect(report("1")).rejects.toMatchObject({ code: "archived_meter" });
		await stripe.billing.meters.reactivate(meter.id);
		expect((await stripe.billing.meters.list({ status: "active" })).data).toHaveLength(1);
		expect(typesOf(await newEvents())).toEqual([
			"billing.meter.created",
			"billing.meter.updated",
			"billing.meter.deactivated",
			"billing.meter.reactivated",
		]);
	});

	it("counts an identifier once within a day, and takes an event back", async () => {
		const { stripe, report, pass, shop, meter, simulator } = await openMeteredShop();
		expect(await report("5", { identifier: "a" })).toMatchObject({
			object: "billing.meter_event",
			identifier: "a",
			payload: { value: "5" },
		});
		await expect(report("5", { identifier: "a" })).rejects.toMatchObject({ param: "identifier" });
		await report("2", { identifier: "b" });
		await stripe.billing.meterEventAdjustments.create({
			event_name: "requests",
			type: "cancel",
			cancel: { identifier: "b" },
		});
		pass(day + 1);
		await report("7", { identifier: "a" });
		const minute = Math.floor(simulator.now() / 60) * 60;
		const whole = await stripe.billing.meters.listEventSummaries(meter.id, {
			customer: shop.customer.id,
			start_time: minute - 3 * day,
			end_time: minute + 60,
		});
		expect(whole.data.map(({ aggregated_value }) => aggregated_value)).toEqual([12]);
		const midnight = Math.floor(simulator.now() / day) * day;
		const daily = await stripe.billing.meters.listEventSummaries(meter.id, {
			customer: shop.customer.id,
			start_time: midnight - 3 * day,
			end_time: midnight + day,
			value_grouping_window: "day",
		});
		expect(daily.data.map(({ aggregated_value }) => aggregated_value)).toEqual([7, 5]);
	});

	it("refuses what it cannot read, with Stripe's codes", async () => {
		const { stripe, report, shop, simulator } = await openMeteredShop();
		const codes = await Promise.all(
			[
				report("many"),
				report("1234567890123456"),
				report("1", { timestamp: simulator.now() - 36 * day }),
				report("1", { timestamp: simulator.now() + 400 }),
				report("1", { event_name: "unknown" }),
				report("1", { payload: { value: "1" } }),
				report("1", { payload: { value: "1", stripe_customer_id: "cus_none" } }),
			].map((one) => one.catch((error) => error.code)),
		);
		expect(codes).toEqual([
			"meter_event_invalid_value",
			"meter_event_value_too_many_digits",
			"timestamp_too_far_in_past",
			"timestamp_in_future",
			"no_meter",
			"meter_event_no_customer_defined",
			"meter_event_customer_not_found",
		]);
		expect(shop.customer.id).toBeTruthy();
		expect((await stripe.billing.meters.list()).data).toHaveLength(1);
	});
});

describe("a metered subscription", () => {
	it("starts at once without an invoice, and bills each period's use at its end", async () => {
		const { stripe, metered, report, subscribe, pass, bills, newEvents } = await openMeteredShop();
		const price = await metered();
		await newEvents();
		const made = await subscribe({ items: [{ price: price.id }] });
		expect(made).toMatchObject({ status: "active", latest_invoice: null });
		expect(made.items.data[0]).not.toHaveProperty("quantity");
		expect(typesOf(await newEvents())).toEqual(["customer.subscription.created"]);
		await report("100");
		pass(10 * day);
		await report("50");
		pass(22 * day);
		await report("7");
		expect(await bills(made.id)).toEqual([[450, 0, 450]]);
		const [invoice] = (await stripe.invoices.list({ subscription: made.id })).data;
		expect(invoice).toMatchObject({ billing_reason: "subscription_cycle", status: "paid" });
		expect(invoice?.lines.data[0]).toMatchObject({
			quantity: 150,
			period: {
				start: made.items.data[0]?.current_period_start,
				end: made.items.data[0]?.current_period_end,
			},
		});
		pass(31 * day);
		expect(await bills(made.id)).toEqual([
			[450, 0, 450],
			[21, 0, 21],
		]);
	});

	it("bills use in tiers beside a price paid in advance", async () => {
		const { shop, metered, report, subscribe, pass, bills } = await openMeteredShop();
		const price = await metered({
			billing_scheme: "tiered",
			tiers_mode: "graduated",
			tiers: [
				{ up_to: 100, unit_amount: 0 },
				{ up_to: "inf", unit_amount_decimal: Stripe.Decimal.from("0.5") },
			],
		});
		const made = await subscribe({ items: [{ price: shop.price.id }, { price: price.id }] });
		await report("1100");
		pass(32 * day);
		expect(await bills(made.id)).toEqual([
			[2900, 0, 2900],
			[3400, 0, 3400],
		]);
	});

	it.each([
		["count", 3],
		["last", 2],
		["sum", 12],
	] as const)("bills the %s of its events", async (formula, quantity) => {
		const { stripe, metered, report, subscribe, pass } = await openMeteredShop(formula);
		const made = await subscribe({ items: [{ price: (await metered()).id }] });
		for (const value of ["4", "6", "2"]) {
			await report(value);
			pass(day);
		}
		pass(31 * day);
		const [invoice] = (await stripe.invoices.list({ subscription: made.id })).data;
		expect(invoice?.lines.data[0]?.quantity).toBe(quantity);
	});

	it("bills what was used when it ends", async () => {
		const { stripe, metered, report, subscribe, pass, bills } = await openMeteredShop();
		const made = await subscribe({ items: [{ price: (await metered()).id }] });
		await report("10");
		await stripe.subscriptions.update(made.id, { cancel_at_period_end: true });
		pass(32 * day);
		expect(await bills(made.id)).toEqual([[30, 0, 30]]);
		expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("canceled");
	});

	it("takes no quantity", async () => {
		const { metered, subscribe } = await openMeteredShop();
		const price = await metered();
		await expect(subscribe({ items: [{ price: price.id, quantity: 3 }] })).rejects.toMatchObject({
			statusCode: 400,
			param: "items[0][quantity]",
		});
	});
});
