// Prices in tiers, packages and other currencies, and the plans beside them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tierParts } from "../../src/billing/catalog/tier-parts.ts";
import { openPaidShop } from "../discounts/shop-with-coupons.ts";
import { typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

const amount = fc.option(fc.integer({ min: 0, max: 10_000 }));
const tiers = fc
	.tuple(
		fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
		fc.array(fc.record({ unit: amount, flat: amount }), { minLength: 6, maxLength: 6 }),
	)
	.map(([bounds, worth]) => {
		const ends = [...bounds.toSorted((left, right) => left - right), null];
		return ends.map((up_to, index) => ({
			up_to,
			flat_amount: worth[index]?.flat ?? null,
			flat_amount_decimal: null,
			unit_amount: worth[index]?.unit ?? null,
			unit_amount_decimal: null,
		}));
	});

const costOf = (...given: Parameters<typeof tierParts>) =>
	tierParts(...given).reduce((sum, part) => sum + part.amount, 0);

describe("tier arithmetic", () => {
	it("equals counting unit by unit, graduated", () => {
		fc.assert(
			fc.property(tiers, fc.integer({ min: 0, max: 100 }), (given, quantity) => {
				let total = given[0]?.flat_amount ?? 0;
				let reached = 0;
				for (let unit = 1; unit <= quantity; unit += 1) {
					const index = given.findIndex(({ up_to }) => up_to === null || unit <= up_to);
					for (; reached < index; reached += 1) total += given[reached + 1]?.flat_amount ?? 0;
					total += given[index]?.unit_amount ?? 0;
				}
				expect(costOf(given, "graduated", quantity)).toBe(total);
			}),
		);
	});

	it("equals the rate of the one tier the quantity falls in, by volume", () => {
		fc.assert(
			fc.property(tiers, fc.integer({ min: 0, max: 100 }), (given, quantity) => {
				const tier = given.find(({ up_to }) => up_to === null || quantity <= up_to);
				let total = tier?.flat_amount ?? 0;
				for (let unit = 0; unit < quantity; unit += 1) total += tier?.unit_amount ?? 0;
				expect(costOf(given, "volume", quantity)).toBe(total);
			}),
		);
	});
});

const twoTiers = [
	{ up_to: 5, unit_amount: 1000 },
	{ up_to: "inf" as const, unit_amount: 500, flat_amount: 300 },
];

describe("a tiered price", () => {
	it("shows its tiers when asked, and bills by them", async () => {
		const { stripe, shop, subscribe } = await openPaidShop();
		const base = {
			product: shop.product.id,
			currency: "usd",
			recurring: { interval: "month" as const },
			billing_scheme: "tiered" as const,
			tiers: twoTiers,
		};
		const graduated = await stripe.prices.create({
			...base,
			tiers_mode: "graduated",
			expand: ["tiers"],
		});
		expect(graduated).toMatchObject({
			unit_amount: null,
			billing_scheme: "tiered",
			tiers: [
				{ up_to: 5, unit_amount: 1000, flat_amount: null },
				{ up_to: null, unit_amount: 500, flat_amount: 300 },
			],
		});
		expect(await stripe.prices.retrieve(graduated.id)).not.toHaveProperty("tiers");
		const volume = await stripe.prices.create({ ...base, tiers_mode: "volume" });
		const totals = await Promise.all(
			[graduated, volume].map(async ({ id }) => {
				const made = await subscribe({
					items: [{ price: id, quantity: 7 }],
					expand: ["latest_invoice"],
				});
				const invoice = made.latest_invoice;
				return typeof invoice === "object" ? invoice?.total : undefined;
			}),
		);
		expect(totals).toEqual([5 * 1000 + 300 + 2 * 500, 300 + 7 * 500]);
	});

	it.each([
		[{ tiers: twoTiers }, "tiers_mode", "parameter_missing"],
		[{ tiers_mode: "volume" as const }, "tiers", "parameter_missing"],
		[{ tiers: twoTiers.slice(0, 1), tiers_mode: "volume" as const }, "tiers[0][up_to]", undefined],
		[
			{ tiers: twoTiers, tiers_mode: "volume" as const, unit_amount: 5 },
			"unit_amount",
			"parameters_exclusive",
		],
	])("is refused as %j", async (more, param, code) => {
		const { stripe } = await startTest();
		const product = await stripe.products.create({ name: "Founder" });
		await expect(
			stripe.prices.create({
				product: product.id,
				currency: "usd",
				billing_scheme: "tiered",
				...more,
			}),
		).rejects.toMatchObject({ statusCode: 400, param, code });
	});
});

describe("an invoice of a tiered price", () => {
	it.each([
		[
			"graduated",
			[
				[5, 5000, "5 × Founder (Tier 1 at $10.00 / month)"],
				[2, 1000, "2 × Founder (Tier 2 at $5.00 / month)"],
				[0, 300, "Founder (Tier 2 at $3.00 / month)"],
			],
		],
		[
			"volume",
			[
				[7, 3500, "7 × Founder (Tier 2 at $5.00 / month)"],
				[0, 300, "Founder (Tier 2 at $3.00 / month)"],
			],
		],
	] as const)("has the lines of %s tiers, as its preview had", async (tiers_mode, lines) => {
		const { stripe, shop, subscribe, pass } = await openPaidShop();
		const { id } = await stripe.prices.create({
			product: shop.product.id,
			currency: "usd",
			recurring: { interval: "month" },
			billing_scheme: "tiered",
			tiers: twoTiers,
			tiers_mode,
		});
		const shown = ({ lines: { data } }: { lines: { data: object[] } }) =>
			data.map((line) => Object.values(pick(line)));
		const items = [{ price: id, quantity: 7 }];
		const fresh = { customer: shop.customer.id, subscription_details: { items } };
		expect(shown(await stripe.invoices.createPreview(fresh))).toEqual(lines);
		const made = await subscribe({ items });
		const first = await stripe.invoices.retrieve(String(made.latest_invoice));
		expect(shown(first)).toEqual(lines);
		const next = await stripe.invoices.createPreview({ subscription: made.id });
		expect(shown(next)).toEqual(lines);
		pass(1);
		await stripe.subscriptions.cancel(made.id, { prorate: true, invoice_now: true });
		const [last] = (await stripe.invoices.list({ subscription: made.id })).data;
		const [credit] = last?.lines.data ?? [];
		expect(last?.lines.data).toHaveLength(1);
		const total = lines.reduce((sum, [, amount]) => sum + amount, 0);
		expect(-Number(credit?.amount)).toBeGreaterThan(total - 5);
		const { credited_items } = credit?.parent?.subscription_item_details?.proration_details ?? {};
		expect(credited_items?.invoice_line_items).toEqual(first.lines.data.map((line) => line.id));
	});
});

function pick(line: { quantity?: unknown; amount?: unknown; description?: unknown }) {
	const { quantity, amount, description } = line;
	return { quantity, amount, description };
}

describe("a price", () => {
	it("sells packages, rounded up or down", async () => {
		const { stripe, shop, subscribe } = await openPaidShop();
		const { id } = await stripe.prices.create({
			product: shop.product.id,
			currency: "usd",
			unit_amount: 1000,
			recurring: { interval: "month" },
			transform_quantity: { divide_by: 10, round: "up" },
		});
		const made = await subscribe({
			items: [{ price: id, quantity: 11 }],
			expand: ["latest_invoice"],
		});
		expect(made.latest_invoice).toMatchObject({ total: 2000 });
	});

	it("echoes what it costs elsewhere, and what a customer may choose", async () => {
		const { stripe } = await startTest();
		const product = await stripe.products.create({ name: "Founder" });
		const made = await stripe.prices.create({
			product: product.id,
			currency: "usd",
			unit_amount: 1000,
			currency_options: { eur: { unit_amount: 900 } },
			expand: ["currency_options"],
		});
		expect(made.currency_options).toMatchObject({
			usd: { unit_amount: 1000 },
			eur: { unit_amount: 900, unit_amount_decimal: expect.anything() },
		});
		const gift = await stripe.prices.create({
			product: product.id,
			currency: "usd",
			custom_unit_amount: { enabled: true, minimum: 500, preset: 1000 },
		});
		expect(gift).toMatchObject({
			unit_amount: null,
			custom_unit_amount: { minimum: 500, maximum: null, preset: 1000 },
		});
	});
});

describe("a plan", () => {
	it("is a recurring price by another name, and both tell what happens", async () => {
		const { stripe, newEvents } = await startTest();
		const plan = await stripe.plans.create({
			currency: "usd",
			interval: "month",
			amount: 2000,
			id: "basic",
			product: { name: "Basic" },
		});
		expect(plan).toMatchObject({ id: "basic", amount: 2000, usage_type: "licensed" });
		expect(await stripe.prices.retrieve("basic")).toMatchObject({ unit_amount: 2000 });
		await stripe.plans.update("basic", { metadata: { foo: "bar" } });
		expect((await stripe.plans.list({ active: true })).data).toHaveLength(1);
		await expect(stripe.products.del(String(plan.product))).rejects.toMatchObject({
			statusCode: 400,
		});
		expect(await stripe.plans.del("basic")).toEqual(
			expect.objectContaining({ id: "basic", object: "plan", deleted: true }),
		);
		await stripe.products.del(String(plan.product));
		expect(typesOf(await newEvents())).toEqual([
			"product.created",
			"plan.created",
			"price.created",
			"plan.updated",
			"price.updated",
			"plan.deleted",
			"price.deleted",
			"product.deleted",
		]);
	});
});
