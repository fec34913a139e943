// Prorations that show what they cost before their discounts, and the discounts beside them.
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { april, day, itemOf, openTill, type Till } from "./at-a-time.ts";

type Way = "included" | "itemized";

/** 2000 a month less 10 % of the item, then 400 of the whole; changed to 4000 at half time. */
async function changed(till: Till, proration_discounts: Way) {
	const { stripe } = till;
	const [small, large] = [await till.price(2000), await till.price(4000)];
	const tenth = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
	const four = await stripe.coupons.create({
		amount_off: 400,
		currency: "usd",
		duration: "forever",
	});
	const bought = await stripe.subscriptions.create({
		customer: till.customer.id,
		items: [{ price: small.id, discounts: [{ coupon: tenth.id }] }],
		discounts: [{ coupon: four.id }],
		billing_mode: { type: "flexible", flexible: { proration_discounts } },
	});
	till.to(15);
	const change = {
		items: [{ id: itemOf(bought), price: large.id }],
		proration_behavior: "always_invoice" as const,
		proration_date: april + 15 * day,
	};
	const preview = await stripe.invoices.createPreview({
		subscription: bought.id,
		subscription_details: change,
	});
	await stripe.subscriptions.update(bought.id, change);
	const [invoice] = (await stripe.invoices.list({ subscription: bought.id })).data;
	return { bought, preview, invoice: invoice as Stripe.Invoice };
}

const shown = ({ lines, total }: Stripe.Invoice) => ({
	lines: lines.data.map(({ amount, discount_amounts }) => [
		amount,
		...(discount_amounts ?? []).map((one) => one.amount),
	]),
	total,
});

describe("itemized prorations", () => {
	it("show gross amounts and the discounts, and come to the same total", async () => {
		const [plain, itemized] = [
			await changed(await openTill(), "included"),
			await changed(await openTill(), "itemized"),
		];
		expect(itemized.bought.billing_mode.flexible).toEqual({ proration_discounts: "itemized" });
		// Half of 2000 less 200 less 400, and half of 4000 less 400 less 400.
		expect(shown(plain.invoice)).toEqual({ lines: [[-700], [1600]], total: 900 });
		expect(shown(itemized.invoice)).toEqual({
			lines: [
				[-1000, -100, -200],
				[2000, 200, 200],
			],
			total: 900,
		});
		expect(shown(itemized.preview)).toEqual(shown(itemized.invoice));
		const totals = itemized.invoice.total_discount_amounts ?? [];
		expect(totals.map(({ amount }) => amount)).toEqual([100, 0]);
		expect(plain.invoice.total_discount_amounts).toEqual([]);
	});

	it("come by migrating, and do not go again", async () => {
		const { stripe, ...till } = await openTill();
		const bought = await till.subscribe([await till.price(2000)]);
		const migrate = (proration_discounts: Way) =>
			stripe.subscriptions.migrate(bought.id, {
				billing_mode: { type: "flexible", flexible: { proration_discounts } },
			});
		expect((await migrate("itemized")).billing_mode.flexible).toEqual({
			proration_discounts: "itemized",
		});
		await expect(migrate("included")).rejects.toMatchObject({ statusCode: 400 });
	});
});
