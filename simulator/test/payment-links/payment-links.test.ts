// Payment links over the API.
import { describe, expect, it } from "vitest";
import { errorOf } from "../payments/till.ts";
import { changesOf, typesOf } from "../support/shop.ts";
import { openLinkShop } from "./a-link.ts";

describe("a payment link", () => {
	it("is active from the start and has a page of its own", async () => {
		const { link, newEvents, simulator } = await openLinkShop();
		const made = await link({ metadata: { campaign: "spring" } });
		expect(made).toMatchObject({
			object: "payment_link",
			active: true,
			after_completion: {
				type: "hosted_confirmation",
				hosted_confirmation: { custom_message: null },
			},
			allow_promotion_codes: false,
			currency: "usd",
			metadata: { campaign: "spring" },
			payment_method_collection: "always",
			restrictions: null,
			subscription_data: { trial_period_days: null },
		});
		expect(made.url.startsWith(simulator.url)).toBe(true);
		expect(typesOf(await newEvents())).toEqual(["payment_link.created"]);
	});

	it("lists its lines, which may also be asked for with it", async () => {
		const { link, once, price, stripe } = await openLinkShop();
		const { id } = await link({
			line_items: [
				{ price: price.id, quantity: 2, adjustable_quantity: { enabled: true, maximum: 9 } },
				{ price: once.id, quantity: 1 },
			],
		});
		const { data } = await stripe.paymentLinks.listLineItems(id);
		expect(data.map((line) => [line.price?.id, line.quantity, line.amount_total])).toEqual([
			[price.id, 2, 5800],
			[once.id, 1, 1500],
		]);
		expect(data[0]?.adjustable_quantity).toMatchObject({ enabled: true, maximum: 9 });
		const shown = await stripe.paymentLinks.retrieve(id, { expand: ["line_items"] });
		expect(shown.line_items?.data).toEqual(data);
	});

	it("makes a price on the spot that every visitor can buy", async () => {
		const { follow, link, product } = await openLinkShop();
		const { url } = await link({
			line_items: [
				{ price_data: { currency: "eur", product: product.id, unit_amount: 700 }, quantity: 3 },
			],
		});
		const [first, second] = [await follow(url), await follow(url)];
		expect(first).toMatchObject({ mode: "payment", currency: "eur", amount_total: 2100 });
		expect(second.amount_total).toBe(2100);
	});

	it("is changed by what is sent alone, and says what changed", async () => {
		const { link, newEvents, stripe } = await openLinkShop();
		const made = await link({ metadata: { campaign: "spring" } });
		const [line] = (await stripe.paymentLinks.listLineItems(made.id)).data;
		await newEvents();
		const after = await stripe.paymentLinks.update(made.id, {
			active: false,
			inactive_message: "Sold out.",
			line_items: [{ id: String(line?.id), quantity: 4 }],
		});
		expect(after).toMatchObject({ active: false, metadata: { campaign: "spring" } });
		const events = await newEvents();
		expect(typesOf(events)).toEqual(["payment_link.updated"]);
		expect(changesOf(events, "payment_link.updated")).toEqual({
			active: true,
			inactive_message: null,
		});
		const [changed] = (await stripe.paymentLinks.listLineItems(made.id)).data;
		expect(changed).toMatchObject({ id: line?.id, quantity: 4, amount_total: 11_600 });
	});

	it("is listed with the active ones or with the others", async () => {
		const { link, stripe } = await openLinkShop();
		const [kept, closed] = [await link(), await link()];
		await stripe.paymentLinks.update(closed.id, { active: false });
		const active = await stripe.paymentLinks.list({ active: true });
		const inactive = await stripe.paymentLinks.list({ active: false });
		expect(active.data.map(({ id }) => id)).toEqual([kept.id]);
		expect(inactive.data.map(({ id }) => id)).toEqual([closed.id]);
	});

	it("can be closed when its price is no longer sold, but not changed otherwise", async () => {
		const { link, price, stripe } = await openLinkShop();
		const { id } = await link();
		await stripe.prices.update(price.id, { active: false });
		const refused = await errorOf(stripe.paymentLinks.update(id, { allow_promotion_codes: true }));
		expect(refused).toMatchObject({ param: "line_items[0][price]" });
		expect((await stripe.paymentLinks.update(id, { active: false })).active).toBe(false);
	});

	it.each([
		[{ line_items: [] }, "line_items"],
		[{ line_items: [{ price: "price_none", quantity: 1 }] }, "line_items[0][price]"],
		[{ line_items: [{ quantity: 1 }] }, "line_items[0][price]"],
		[{ after_completion: { type: "redirect" as const } }, "after_completion[redirect]"],
		[
			{ after_completion: { type: "redirect" as const, redirect: { url: "shop" } } },
			"after_completion[redirect][url]",
		],
		[{ payment_intent_data: { description: "One" } }, "payment_intent_data"],
		[
			{ restrictions: { completed_sessions: { limit: 0 } } },
			"restrictions[completed_sessions][limit]",
		],
	])("is refused when a session of it could not be opened: %j", async (options, param) => {
		const { link, newEvents, stripe } = await openLinkShop();
		expect(await errorOf(link(options))).toMatchObject({ statusCode: 400, param });
		expect(await newEvents()).toEqual([]);
		expect((await stripe.paymentLinks.list()).data).toEqual([]);
	});

	it("is missing with 404 in the path and 400 as a line's id", async () => {
		const { link, stripe } = await openLinkShop();
		const { id } = await link();
		expect(await errorOf(stripe.paymentLinks.retrieve("plink_none"))).toMatchObject({
			statusCode: 404,
			code: "resource_missing",
		});
		const refused = await errorOf(
			stripe.paymentLinks.update(id, { line_items: [{ id: "li_none", quantity: 2 }] }),
		);
		expect(refused).toMatchObject({ statusCode: 400, param: "line_items[0][id]" });
	});
});
