// Features of products, and who is entitled to them.
import { describe, expect, it } from "vitest";
import { openPaidShop } from "../discounts/shop-with-coupons.ts";
import { changesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

const type = "entitlements.active_entitlement_summary.updated";

async function openFeatureShop() {
	const opened = await openPaidShop();
	const { stripe, shop } = opened;
	const feature = await stripe.entitlements.features.create({ name: "API", lookup_key: "api" });
	const attached = await stripe.products.createFeature(shop.product.id, {
		entitlement_feature: feature.id,
	});
	const keys = async () => {
		const list = await stripe.entitlements.activeEntitlements.list({ customer: shop.customer.id });
		return list.data.map(({ lookup_key }) => lookup_key);
	};
	const told = async () =>
		(await opened.newEvents())
			.filter((event) => event.type === type)
			.map((event) =>
				event.type === type
					? event.data.object.entitlements.data.map(({ lookup_key }) => lookup_key)
					: [],
			);
	await opened.newEvents();
	return { ...opened, feature, attached, keys, told };
}

describe("a feature", () => {
	it("is made, renamed, archived, and its key is free again", async () => {
		const { stripe } = await startTest();
		const made = await stripe.entitlements.features.create({ name: "API", lookup_key: "api" });
		await expect(
			stripe.entitlements.features.create({ name: "API", lookup_key: "api" }),
		).rejects.toMatchObject({ statusCode: 400, param: "lookup_key" });
		expect(await stripe.entitlements.features.update(made.id, { active: false })).toMatchObject({
			active: false,
		});
		const next = await stripe.entitlements.features.create({ name: "API", lookup_key: "api" });
		const open = await stripe.entitlements.features.list({ archived: false });
		expect(open.data.map(({ id }) => id)).toEqual([next.id]);
	});

	it("is attached to a product once, shown with it, and detached", async () => {
		const { stripe, shop, feature, attached } = await openFeatureShop();
		expect(attached.entitlement_feature).toEqual(feature);
		await expect(
			stripe.products.createFeature(shop.product.id, { entitlement_feature: feature.id }),
		).rejects.toMatchObject({ code: "resource_already_exists" });
		expect((await stripe.products.listFeatures(shop.product.id)).data).toEqual([attached]);
		expect(await stripe.products.deleteFeature(shop.product.id, attached.id)).toMatchObject({
			deleted: true,
		});
		expect((await stripe.products.listFeatures(shop.product.id)).data).toEqual([]);
	});
});

describe("a customer", () => {
	it("is entitled while the subscription runs, and told of each change", async () => {
		const { stripe, subscribe, keys, told, feature, shop, newEvents } = await openFeatureShop();
		expect(await keys()).toEqual([]);
		const made = await subscribe();
		expect(await keys()).toEqual(["api"]);
		const [event] = (await newEvents()).filter((one) => one.type === type);
		expect(event?.data).toMatchObject({
			object: {
				customer: shop.customer.id,
				entitlements: { data: [{ feature: feature.id, lookup_key: "api" }] },
			},
			previous_attributes: { entitlements: { data: [] } },
		});
		const listed = await stripe.entitlements.activeEntitlements.list({
			customer: shop.customer.id,
			expand: ["data.feature"],
		});
		expect(listed.data[0]?.feature).toMatchObject({ id: feature.id, name: "API" });
		await stripe.subscriptions.update(made.id, { metadata: { a: "1" } });
		expect(await told()).toEqual([]);
		await stripe.subscriptions.cancel(made.id);
		expect(await keys()).toEqual([]);
		expect(await told()).toEqual([[]]);
	});

	it("follows a price of another product at once, and a new feature with the next period", async () => {
		const { stripe, subscribe, keys, shop, pass, newEvents } = await openFeatureShop();
		const support = await stripe.entitlements.features.create({
			name: "Support",
			lookup_key: "support",
		});
		const empire = await stripe.products.create({ name: "Empire" });
		await stripe.products.createFeature(empire.id, { entitlement_feature: support.id });
		const price = await stripe.prices.create({
			product: empire.id,
			currency: "usd",
			unit_amount: 9900,
			recurring: { interval: "month" },
		});
		const made = await subscribe();
		await stripe.subscriptions.update(made.id, {
			items: [{ id: made.items.data[0]?.id ?? "", price: price.id }],
			proration_behavior: "none",
		});
		expect(await keys()).toEqual(["support"]);
		const more = await stripe.entitlements.features.create({ name: "SSO", lookup_key: "sso" });
		await stripe.products.createFeature(empire.id, { entitlement_feature: more.id });
		expect(await keys()).toEqual(["support"]);
		await newEvents();
		pass(32 * 86_400);
		expect((await keys()).toSorted()).toEqual(["sso", "support"]);
		expect(changesOf(await newEvents(), type)).toMatchObject({
			entitlements: { data: [{ lookup_key: "support" }] },
		});
		await stripe.customers.del(shop.customer.id);
		expect((await newEvents()).filter((event) => event.type === type)).toHaveLength(1);
	});

	it("loses them while a trial without a card is paused", async () => {
		const { stripe, keys, pass } = await openFeatureShop();
		const customer = await stripe.customers.create();
		const prices = await stripe.prices.list();
		await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: prices.data[0]?.id ?? "" }],
			trial_period_days: 7,
			trial_settings: { end_behavior: { missing_payment_method: "pause" } },
		});
		const held = async () =>
			(await stripe.entitlements.activeEntitlements.list({ customer: customer.id })).data.length;
		expect(await held()).toBe(1);
		pass(8 * 86_400);
		expect(await held()).toBe(0);
		expect(await keys()).toEqual([]);
	});
});
