import { describe, expect, it } from "vitest";
import { amountsOf, april, day, itemOf, openTill } from "./at-a-time.ts";

const may = april + 30 * day;
const nextApril = Date.UTC(2031, 3, 1) / 1000;

describe("a change of interval", () => {
	it("keeps the anchor in flexible billing mode and prorates both sides", async () => {
		const till = await openTill();
		const [monthly, yearly] = [await till.price(3000), await till.price(36_500, "year")];
		const bought = await till.subscribe([monthly]);
		till.to(15);
		const changed = await till.stripe.subscriptions.update(bought.id, {
			items: [{ id: itemOf(bought), price: yearly.id }],
			proration_behavior: "always_invoice",
			expand: ["latest_invoice"],
		});
		expect(changed.billing_cycle_anchor).toBe(april);
		expect(changed.items.data[0]).toMatchObject({
			current_period_start: april,
			current_period_end: nextApril,
		});
		expect(changed.latest_invoice).toMatchObject({ amount_paid: 35_000 - 1500 });
		till.simulator.advanceTo(may + 2 * 3600);
		expect((await till.stripe.invoices.list({ subscription: bought.id })).data).toHaveLength(2);
		till.simulator.advanceTo(nextApril + 2 * 3600);
		const renewal = await till.stripe.invoices.list({ subscription: bought.id, limit: 1 });
		expect(renewal.data[0]).toMatchObject({ amount_paid: 36_500, period_start: april });
	});

	it.each([
		["flexible", { billing_cycle_anchor: { type: "now" } }],
		["classic", {}],
	] as const)("begins a new period in %s mode when it resets", async (type, more) => {
		const till = await openTill();
		const [monthly, yearly] = [await till.price(3000), await till.price(36_500, "year")];
		const bought = await till.subscribe([monthly], { billing_mode: { type } });
		till.to(15);
		const changed = await till.stripe.subscriptions.update(bought.id, {
			items: [{ id: itemOf(bought), price: yearly.id }],
			...more,
			expand: ["latest_invoice"],
		});
		const now = april + 15 * day;
		expect(changed).toMatchObject({
			billing_cycle_anchor: now,
			items: {
				data: [{ current_period_start: now, current_period_end: nextApril + 15 * day }],
			},
			latest_invoice: { amount_paid: 35_000, period_start: now, period_end: now },
		});
		const invoice = changed.latest_invoice;
		if (invoice === null || typeof invoice === "string") throw new Error("not expanded");
		expect(amountsOf(invoice)).toEqual([-1500, 36_500]);
		expect(
			invoice.lines.data.map((line) => line.parent?.subscription_item_details?.proration),
		).toEqual([true, false]);
	});
});

describe("the items of a subscription", () => {
	it("can be added, changed and deleted as resources of their own", async () => {
		const till = await openTill();
		const { stripe } = till;
		const [one, two] = [await till.price(3000), await till.price(600)];
		const bought = await till.subscribe([one]);
		till.to(15);
		const added = await stripe.subscriptionItems.create({
			subscription: bought.id,
			price: two.id,
			quantity: 2,
			metadata: { seat: "yes" },
		});
		expect(added).toMatchObject({
			quantity: 2,
			current_period_end: may,
			metadata: { seat: "yes" },
		});
		const listed = await stripe.subscriptionItems.list({ subscription: bought.id });
		expect(listed.data).toHaveLength(2);
		expect((await stripe.subscriptionItems.retrieve(added.id)).price.id).toBe(two.id);
		await stripe.subscriptionItems.update(added.id, { quantity: 1, proration_behavior: "none" });
		const gone = await stripe.subscriptionItems.del(added.id, { proration_behavior: "none" });
		expect(gone).toEqual(expect.objectContaining({ id: added.id, deleted: true }));
		await expect(stripe.subscriptionItems.retrieve(added.id)).rejects.toMatchObject({
			statusCode: 404,
		});
		await expect(stripe.subscriptionItems.del(itemOf(bought))).rejects.toMatchObject({
			statusCode: 400,
		});
		const waiting = await stripe.invoiceItems.list({ customer: till.customer.id });
		expect(waiting.data.map(({ amount }) => amount)).toEqual([600]);
	});

	it("may have intervals of their own in flexible billing mode", async () => {
		const till = await openTill();
		const [monthly, yearly] = [await till.price(3000), await till.price(36_500, "year")];
		const bought = await till.subscribe([monthly, yearly]);
		expect(bought.items.data.map((item) => item.current_period_end)).toEqual([may, nextApril]);
		till.simulator.advanceTo(may + 2 * 3600);
		const invoices = await till.stripe.invoices.list({ subscription: bought.id });
		expect(invoices.data.map(({ total }) => total)).toEqual([3000, 39_500]);
		await expect(
			till.subscribe([monthly, yearly], { billing_mode: { type: "classic" } }),
		).rejects.toMatchObject({ statusCode: 400 });
	});

	it("are refused by name when they name nothing", async () => {
		const till = await openTill();
		const bought = await till.subscribe([await till.price(3000)]);
		const update = (item: object) => till.stripe.subscriptions.update(bought.id, { items: [item] });
		await expect(update({ id: "si_none", quantity: 2 })).rejects.toMatchObject({
			code: "resource_missing",
			param: "items[0][id]",
		});
		await expect(update({ price: "price_none" })).rejects.toMatchObject({
			code: "resource_missing",
			param: "items[0][price]",
		});
		await expect(update({ quantity: 2 })).rejects.toMatchObject({ code: "parameter_missing" });
	});
});
