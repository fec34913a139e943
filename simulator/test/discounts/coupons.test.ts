// What a coupon is, and what a promotion code asks for.
import { describe, expect, it } from "vitest";
import { typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";
import { openPaidShop } from "./shop-with-coupons.ts";

const day = 86_400;

describe("a coupon", () => {
	it("is made, renamed and deleted, and says so", async () => {
		const { stripe, newEvents } = await startTest();
		const made = await stripe.coupons.create({ percent_off: 20.5, id: "FIFTH", name: "A fifth" });
		expect(made).toMatchObject({
			id: "FIFTH",
			percent_off: 20.5,
			duration: "once",
			valid: true,
			times_redeemed: 0,
		});
		expect(made).not.toHaveProperty("applies_to");
		const renamed = await stripe.coupons.update("FIFTH", {
			name: "A bit more",
			metadata: { a: "1" },
		});
		expect(renamed.name).toBe("A bit more");
		expect(await stripe.coupons.del("FIFTH")).toMatchObject({ id: "FIFTH", deleted: true });
		await expect(stripe.coupons.retrieve("FIFTH")).rejects.toMatchObject({ statusCode: 404 });
		expect(typesOf(await newEvents())).toEqual([
			"coupon.created",
			"coupon.updated",
			"coupon.deleted",
		]);
	});

	it("shows its products and its further currencies when they are asked for", async () => {
		const { stripe } = await startTest();
		const product = await stripe.products.create({ name: "Founder" });
		const made = await stripe.coupons.create({
			amount_off: 500,
			currency: "usd",
			currency_options: { eur: { amount_off: 450 } },
			applies_to: { products: [product.id] },
			expand: ["applies_to", "currency_options"],
		});
		expect(made.id).toMatch(/^[A-Za-z0-9]{8}$/);
		expect(made.applies_to).toEqual({ products: [product.id] });
		expect(made.currency_options).toEqual({ eur: { amount_off: 450 } });
	});

	it.each([
		[{}, "percent_off", "parameter_missing"],
		[{ percent_off: 10, amount_off: 5, currency: "usd" }, "amount_off", "parameters_exclusive"],
		[{ amount_off: 500 }, "currency", "parameter_missing"],
		[
			{ percent_off: 10, duration: "repeating" as const },
			"duration_in_months",
			"parameter_missing",
		],
		[{ percent_off: 101 }, "percent_off", undefined],
		[{ percent_off: 10, redeem_by: 1000 }, "redeem_by", undefined],
	])("is refused as %j", async (params, param, code) => {
		const { stripe } = await startTest();
		await expect(stripe.coupons.create(params)).rejects.toMatchObject({
			statusCode: 400,
			param,
			code,
		});
	});

	it("is no longer valid after its day or its last redemption", async () => {
		const { stripe, simulator, pass, subscribe } = await openPaidShop();
		const dated = await stripe.coupons.create({
			percent_off: 10,
			redeem_by: simulator.now() + 2 * day,
		});
		const single = await stripe.coupons.create({ percent_off: 10, max_redemptions: 1 });
		await subscribe({ discounts: [{ coupon: single.id }] });
		expect(await stripe.coupons.retrieve(single.id)).toMatchObject({
			valid: false,
			times_redeemed: 1,
		});
		await expect(subscribe({ discounts: [{ coupon: single.id }] })).rejects.toMatchObject({
			code: "coupon_expired",
			param: "discounts[0][coupon]",
		});
		pass(3 * day);
		expect((await stripe.coupons.retrieve(dated.id)).valid).toBe(false);
		await expect(subscribe({ discounts: [{ coupon: dated.id }] })).rejects.toMatchObject({
			code: "coupon_expired",
		});
	});
});

describe("a promotion code", () => {
	it("is made up when none is given, and found by its words in any case", async () => {
		const { stripe, newEvents } = await startTest();
		const coupon = await stripe.coupons.create({ percent_off: 20 });
		const promotion = { type: "coupon" as const, coupon: coupon.id };
		const random = await stripe.promotionCodes.create({ promotion });
		expect(random.code).toMatch(/^[A-Z0-9]{8}$/);
		const spring = await stripe.promotionCodes.create({
			promotion,
			code: "SPRING",
			expand: ["promotion.coupon"],
		});
		expect(spring.promotion.coupon).toMatchObject({ id: coupon.id, percent_off: 20 });
		const found = await stripe.promotionCodes.list({ code: "spring", active: true });
		expect(found.data.map(({ id }) => id)).toEqual([spring.id]);
		await expect(stripe.promotionCodes.create({ promotion, code: "Spring" })).rejects.toMatchObject(
			{
				code: "resource_already_exists",
				param: "code",
			},
		);
		const off = await stripe.promotionCodes.update(spring.id, { active: false });
		expect(off.active).toBe(false);
		expect(typesOf(await newEvents()).slice(1)).toEqual([
			"promotion_code.created",
			"promotion_code.created",
			"promotion_code.updated",
		]);
	});

	it("is refused in its old form, with the coupon beside it", async () => {
		const { post, stripe } = await startTest();
		const coupon = await stripe.coupons.create({ percent_off: 20 });
		await expect(post("/v1/promotion_codes", { coupon: coupon.id })).rejects.toMatchObject({
			code: "parameter_unknown",
			param: "coupon",
		});
	});

	it("is for its customer, for newcomers, for purchases large enough, and until it expires", async () => {
		const { stripe, simulator, pass, subscribe, shop } = await openPaidShop();
		const coupon = await stripe.coupons.create({ percent_off: 20, duration: "forever" });
		const promotion = { type: "coupon" as const, coupon: coupon.id };
		const code = async (more: object) =>
			(await stripe.promotionCodes.create({ promotion, ...more })).id;
		const refused = async (id: string) =>
			expect(
				await subscribe({ discounts: [{ promotion_code: id }] }).catch((error) => error),
			).toMatchObject({ statusCode: 400, param: "discounts[0][promotion_code]" });

		const other = await stripe.customers.create();
		await refused(await code({ customer: other.id }));
		const large = { minimum_amount: 2901, minimum_amount_currency: "usd" };
		await refused(await code({ restrictions: large }));
		const newcomer = await code({ restrictions: { first_time_transaction: true } });
		await subscribe({ discounts: [{ promotion_code: newcomer }] });
		await refused(newcomer);
		const enough = { minimum_amount: 2900, minimum_amount_currency: "usd" };
		const brief = await code({
			restrictions: enough,
			customer: shop.customer.id,
			expires_at: simulator.now() + day,
		});
		const paid = await subscribe({ discounts: [{ promotion_code: brief }], expand: ["discounts"] });
		expect(paid.discounts).toMatchObject([
			{ promotion_code: brief, source: { coupon: coupon.id } },
		]);
		expect((await stripe.promotionCodes.retrieve(brief)).times_redeemed).toBe(1);
		pass(2 * day);
		expect((await stripe.promotionCodes.retrieve(brief)).active).toBe(false);
		await refused(brief);
	});
});
