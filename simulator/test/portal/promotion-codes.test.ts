// Promotion codes that come with an update in the portal.
import { describe, expect, it } from "vitest";
import { aVisitor, inputOf, textOf } from "../pages/a-visitor.ts";
import { opened, updating } from "./opened.ts";

describe("a promotion code in the portal", () => {
	it("makes the change cheaper, and stays on the subscription", async () => {
		const { shop, who, portal } = await opened(updating(["price", "promotion_code"]));
		const coupon = await shop.stripe.coupons.create({ percent_off: 50, duration: "forever" });
		await shop.stripe.promotionCodes.create({
			promotion: { type: "coupon", coupon: coupon.id },
			code: "HALF",
		});
		const path = `${await portal()}/subscriptions/${who.subscription}/update/confirm`;
		const wanted = `price=${shop.prices["empire month"]}&quantity=1`;
		const plain = textOf((await shop.visit(`${path}?${wanted}`)).html);
		expect(plain).toContain("Add promotion code");
		const wrong = await shop.visit(`${path}?${wanted}&code=NOPE`);
		expect([wrong.status, textOf(wrong.html)]).toEqual([
			422,
			expect.stringContaining("This code is invalid."),
		]);
		const page = await shop.visit(`${path}?${wanted}&code=half`);
		expect(textOf(page.html)).toContain("50 % off");
		const form = { price: shop.prices["empire month"], quantity: "1", code: "half" };
		const made = await shop.submit(path, { ...form, as_of: inputOf(page.html, "as_of") });
		expect(made.location).toMatch(/done=updated$/);
		const after = await shop.stripe.subscriptions.retrieve(who.subscription, {
			expand: ["discounts"],
		});
		expect(after.items.data[0]?.price.id).toBe(shop.prices["empire month"]);
		expect(after.discounts).toMatchObject([{ source: { coupon: coupon.id } }]);
		const due = /Pay \$([\d.]+) and update/.exec(page.html)?.[1];
		const [invoice] = (await shop.stripe.invoices.list({ limit: 1 })).data;
		expect((invoice?.amount_paid ?? 0) / 100).toBe(Number(due));
	});

	it("waits with a change that waits, and the next payment is shown with it", async () => {
		const features = updating(["price", "promotion_code"]);
		const { shop, who, portal } = await opened({
			subscription_update: {
				...features?.subscription_update,
				enabled: true,
				schedule_at_period_end: { conditions: [{ type: "decreasing_item_amount" }] },
			},
		});
		const coupon = await shop.stripe.coupons.create({ percent_off: 50, duration: "forever" });
		await shop.stripe.promotionCodes.create({
			promotion: { type: "coupon", coupon: coupon.id },
			code: "HALF",
		});
		const path = `${await portal()}/subscriptions/${who.subscription}/update/confirm`;
		const form = { price: shop.prices["freelancer month"], quantity: "1", code: "HALF" };
		const page = await shop.visit(`${path}?${new URLSearchParams(form)}`);
		expect(textOf(page.html)).toMatch(/Next payment on [^$]+\$14\.50/);
		await shop.submit(path, { ...form, as_of: inputOf(page.html, "as_of") });
		const before = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(before.discounts).toEqual([]);
		shop.pass(32 * 86_400);
		const [renewal] = (await shop.stripe.invoices.list({ limit: 1 })).data;
		expect(renewal?.total).toBe(1450);
	});

	it.each([
		[true, 1],
		[false, 2],
	])("takes the place of an earlier discount by a setting (%s)", async (replaces, count) => {
		const shop = await aVisitor({ settings: { portalCodeReplaces: replaces } });
		const who = await shop.subscriber();
		const coupon = await shop.stripe.coupons.create({ percent_off: 5, duration: "forever" });
		await shop.stripe.promotionCodes.create({
			promotion: { type: "coupon", coupon: coupon.id },
			code: "FIVE",
		});
		const old = await shop.stripe.coupons.create({ percent_off: 1, duration: "forever" });
		await shop.stripe.subscriptions.update(who.subscription, { discounts: [{ coupon: old.id }] });
		const { id: configuration } = await shop.configuration(updating(["price", "promotion_code"]));
		const home = await shop.portal(who.customer, { configuration });
		const path = `${home}/subscriptions/${who.subscription}/update/confirm`;
		const form = { price: shop.prices["founder month"], quantity: "1", code: "FIVE" };
		expect((await shop.submit(path, form)).location).toMatch(/done=updated$/);
		const { discounts } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(discounts).toHaveLength(count);
	});

	it("is not asked for, and not taken, where the configuration leaves codes out", async () => {
		const { shop, who, portal } = await opened(updating(["price"]));
		const coupon = await shop.stripe.coupons.create({ percent_off: 50, duration: "forever" });
		await shop.stripe.promotionCodes.create({
			promotion: { type: "coupon", coupon: coupon.id },
			code: "HALF",
		});
		const path = `${await portal()}/subscriptions/${who.subscription}/update/confirm`;
		const page = await shop.visit(
			`${path}?price=${shop.prices["empire month"]}&quantity=1&code=HALF`,
		);
		expect(page.status).toBe(422);
		expect(textOf(page.html)).not.toContain("50 % off");
	});

	it("comes with the session of a flow that brings it", async () => {
		const { shop, who, portal } = await opened(updating(["price"]));
		const coupon = await shop.stripe.coupons.create({ percent_off: 10, duration: "forever" });
		const flow = await portal({
			type: "subscription_update_confirm",
			subscription_update_confirm: {
				subscription: who.subscription,
				items: [{ id: who.item, price: shop.prices["empire month"], quantity: 1 }],
				discounts: [{ coupon: coupon.id }],
			},
		});
		const task = (await shop.visit(flow)).location ?? "";
		const page = await shop.visit(task);
		expect(textOf(page.html)).toContain("10 % off");
		const form = { price: shop.prices["empire month"], quantity: "1" };
		const path = task.replace(/\?.*/, "?flow=1");
		await shop.submit(path, { ...form, as_of: inputOf(page.html, "as_of") });
		const { discounts } = await shop.stripe.subscriptions.retrieve(who.subscription);
		expect(discounts).toHaveLength(1);
	});
});
