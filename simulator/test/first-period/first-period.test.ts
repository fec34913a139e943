// Subscriptions that began earlier, and those that are billed on a day of their own.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { april, day, openTill, type Till } from "../prorations/at-a-time.ts";

const at = (month: number, date: number, hour = 0) => Date.UTC(2030, month - 1, date, hour) / 1000;

/** A subscription at 3000 a month made at noon on the 11th of April, and its first invoice. */
async function begun(till: Till, more: Partial<Stripe.SubscriptionCreateParams>) {
	till.simulator.advanceTo(april + 10.5 * day);
	const bought = await till.subscribe([await till.price(3000)], more);
	const { data } = await till.stripe.invoices.list({ subscription: bought.id });
	return { bought, first: data.at(-1) as Stripe.Invoice };
}

function shown({ lines }: Stripe.Invoice) {
	return lines.data.map(({ amount, period: { start, end } }) => ({ amount, start, end }));
}

describe("a backdated subscription", () => {
	it("bills a line per natural cycle since then, and its first period from now", async () => {
		const till = await openTill();
		const { bought, first } = await begun(till, { backdate_start_date: at(2, 1, 12) });
		const now = bought.created;
		expect(bought).toMatchObject({ start_date: at(2, 1, 12), billing_cycle_anchor: now });
		expect(bought.items.data[0]).toMatchObject({ current_period_start: now });
		const [past, ...rest] = shown(first);
		expect(past?.start).toBe(at(2, 1, 12));
		// From 1 to 11 February are 10 of the 31 days from 11 January.
		expect(past?.amount).toBe(Math.round((3000 * 10) / 31));
		expect(rest.map(({ amount }) => amount)).toEqual([3000, 3000, 3000]);
		expect(rest.map(({ start }) => start - now)).toEqual([-59 * day, -31 * day, 0]);
		expect(first.lines.data[0]?.description).toBe(
			"Time on Founder from 01 Feb 2030 until 11 Feb 2030",
		);
		expect(first).toMatchObject({ status: "paid", billing_reason: "subscription_create" });
	});

	it("up to an anchor to come has the running cycle as its first period", async () => {
		const till = await openTill();
		const { bought, first } = await begun(till, {
			backdate_start_date: at(3, 16),
			billing_cycle_anchor: at(5, 1),
		});
		expect(shown(first)).toEqual([
			{ amount: Math.round((3000 * 16) / 31), start: at(3, 16), end: at(4, 1) },
			{ amount: 3000, start: at(4, 1), end: at(5, 1) },
		]);
		till.simulator.advanceTo(at(5, 1, 3));
		const { data } = await till.stripe.invoices.list({ subscription: bought.id });
		expect(data.map(({ total }) => total)).toEqual([3000, first.total]);
	});

	it("in classic mode bills one line by months that begin on that day", async () => {
		const till = await openTill();
		const { bought, first } = await begun(till, {
			backdate_start_date: at(2, 15),
			billing_cycle_anchor: at(5, 1),
			billing_mode: { type: "classic" },
		});
		// Two imagined months, then 16 of the 30 days from 15 April.
		expect(shown(first)).toEqual([{ amount: 6000 + 1600, start: at(2, 15), end: at(5, 1) }]);
		expect(bought.items.data[0]).toMatchObject({
			current_period_start: at(2, 15),
			current_period_end: at(5, 1),
		});
	});

	it("with no prorations costs nothing for the past", async () => {
		const till = await openTill();
		const { bought, first } = await begun(till, {
			backdate_start_date: at(2, 1),
			proration_behavior: "none",
		});
		expect(bought.start_date).toBe(at(2, 1));
		expect(shown(first)).toMatchObject([{ amount: 3000, start: bought.created }]);
	});

	it("cannot begin later than now", async () => {
		const till = await openTill();
		await expect(begun(till, { backdate_start_date: at(6, 1) })).rejects.toMatchObject({
			statusCode: 400,
			param: "backdate_start_date",
		});
	});
});

describe("a billing day", () => {
	it("is the next such day and time, with the time until then prorated", async () => {
		const till = await openTill();
		const { bought, first } = await begun(till, {
			billing_cycle_anchor_config: { day_of_month: 1, hour: 12, minute: 0, second: 0 },
		});
		expect(bought).toMatchObject({
			billing_cycle_anchor: at(5, 1, 12),
			billing_cycle_anchor_config: { day_of_month: 1, hour: 12, minute: 0, second: 0, month: null },
		});
		expect(first.total).toBe(Math.round((3000 * 20) / 30));
	});

	it("that a month lacks is its last day", async () => {
		const till = await openTill();
		const { bought } = await begun(till, {
			billing_cycle_anchor_config: { day_of_month: 31, hour: 0, minute: 0, second: 0 },
			proration_behavior: "none",
		});
		expect(bought.items.data[0]?.current_period_end).toBe(at(4, 30));
		till.simulator.advanceTo(at(7, 1));
		const { data } = await till.stripe.invoices.list({ subscription: bought.id });
		expect(data.map(({ period_end }) => period_end).slice(0, 3)).toEqual([
			at(6, 30),
			at(5, 31),
			at(4, 30),
		]);
		expect(data.map(({ total }) => total)).toEqual([3000, 3000, 3000, 0]);
	});

	it.each([
		[{ day_of_month: 32 }, "billing_cycle_anchor_config[day_of_month]"],
		[{ day_of_month: 1, hour: 24 }, "billing_cycle_anchor_config[hour]"],
	])("is refused as %j", async (billing_cycle_anchor_config, param) => {
		const till = await openTill();
		await expect(begun(till, { billing_cycle_anchor_config })).rejects.toMatchObject({
			statusCode: 400,
			param,
		});
	});

	it("excludes an anchor", async () => {
		const till = await openTill();
		await expect(
			begun(till, {
				billing_cycle_anchor: at(5, 1),
				billing_cycle_anchor_config: { day_of_month: 1 },
			}),
		).rejects.toMatchObject({ code: "parameters_exclusive" });
	});
});
