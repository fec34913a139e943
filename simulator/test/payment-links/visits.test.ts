// Following a payment link to the end.
import { describe, expect, it } from "vitest";
import { card, changesOf, typesOf } from "../support/shop.ts";
import { openLinkShop } from "./a-link.ts";

const paying = { ...card("4242424242424242"), email: "ada@example.com" };

describe("a visit to a payment link", () => {
	it("opens a fresh session each time, with the link's terms on it", async () => {
		const { follow, link, stripe } = await openLinkShop();
		const { id, url } = await link({
			allow_promotion_codes: true,
			metadata: { campaign: "spring" },
			subscription_data: { trial_period_days: 14, metadata: { seat: "1" } },
		});
		const [first, second] = [await follow(url), await follow(url)];
		expect(first.id).not.toBe(second.id);
		expect(first).toMatchObject({
			payment_link: id,
			status: "open",
			mode: "subscription",
			allow_promotion_codes: true,
			amount_total: 0,
			metadata: { campaign: "spring" },
		});
		const opened = await stripe.checkout.sessions.list({ payment_link: id });
		expect(opened.data.map((one) => one.id)).toEqual([second.id, first.id]);
		const expanded = await stripe.checkout.sessions.retrieve(first.id, {
			expand: ["payment_link"],
		});
		expect(expanded.payment_link).toMatchObject({ id, url });
	});

	it("ends in a subscription on trial, as any Checkout session would", async () => {
		const { follow, link, newEvents, post, stripe } = await openLinkShop();
		const { id, url } = await link({
			subscription_data: { trial_period_days: 14, metadata: { seat: "1" } },
		});
		const session = await follow(url);
		await newEvents();
		const done = await post(`/v1/payment_pages/${session.id}/confirm`, paying);
		expect(done).toMatchObject({ status: "complete", payment_link: id });
		const subscription = await stripe.subscriptions.retrieve(String(done.subscription));
		expect(subscription).toMatchObject({ status: "trialing", metadata: { seat: "1" } });
		const types = typesOf(await newEvents());
		expect(types).toContain("checkout.session.completed");
		expect(types).not.toContain("payment_link.updated");
	});

	it("sells what is paid once, in an adjustable quantity", async () => {
		const { follow, link, once, post, stripe, visit } = await openLinkShop();
		const { url } = await link({
			line_items: [{ price: once.id, quantity: 1, adjustable_quantity: { enabled: true } }],
			payment_intent_data: { metadata: { order: "7" } },
		});
		const session = await follow(url);
		expect(session).toMatchObject({ mode: "payment", amount_total: 1500 });
		const page = await visit(String(session.url));
		expect(page.html).toContain('name="quantity"');
		const done = await post(`/v1/payment_pages/${session.id}/confirm`, paying);
		const intent = await stripe.paymentIntents.retrieve(String(done.payment_intent));
		expect(intent).toMatchObject({ amount: 1500, status: "succeeded", metadata: { order: "7" } });
	});

	it("leads to the shop afterwards, or to the link's own thanks", async () => {
		const { follow, link, visit } = await openLinkShop();
		const shop = "https://shop.test/done?id={CHECKOUT_SESSION_ID}";
		const away = await link({ after_completion: { type: "redirect", redirect: { url: shop } } });
		expect((await follow(away.url)).success_url).toBe(shop);
		expect((await visit(`${away.url}/thanks`)).status).toBe(404);
		const stays = await link({
			after_completion: {
				type: "hosted_confirmation",
				hosted_confirmation: { custom_message: "See you <soon>." },
			},
		});
		const { success_url } = await follow(stays.url);
		const thanks = await visit(String(success_url));
		expect(thanks.status).toBe(200);
		expect(thanks.html).toContain("See you &lt;soon&gt;.");
	});

	it("takes email, reference and promotion code from the address, if they make sense", async () => {
		const { follow, link, stripe } = await openLinkShop();
		const coupon = await stripe.coupons.create({ percent_off: 50, duration: "once" });
		const code = await stripe.promotionCodes.create({
			promotion: { type: "coupon", coupon: coupon.id },
			code: "HALF",
		});
		const { url } = await link({ allow_promotion_codes: true });
		const known = await follow(
			`${url}?prefilled_email=ada%40example.com&client_reference_id=user_7&prefilled_promo_code=HALF`,
		);
		expect(known).toMatchObject({
			customer_email: "ada@example.com",
			client_reference_id: "user_7",
			amount_total: 1450,
			discounts: [{ promotion_code: code.id }],
		});
		const odd = await follow(
			`${url}?prefilled_email=nobody&client_reference_id=a%20b&prefilled_promo_code=NONE`,
		);
		expect(odd).toMatchObject({
			customer_email: null,
			client_reference_id: null,
			amount_total: 2900,
		});
	});

	it("finds a page that says so when the link is inactive, unknown or cannot sell", async () => {
		const { link, price, stripe, visit } = await openLinkShop();
		const made = await link();
		expect((await visit(`${made.url}x`)).status).toBe(404);
		await stripe.prices.update(price.id, { active: false });
		expect((await visit(made.url)).status).toBe(409);
		await stripe.paymentLinks.update(made.id, { active: false, inactive_message: "Sold out." });
		const closed = await visit(made.url);
		expect(closed).toMatchObject({ status: 410, location: null });
		expect(closed.html).toContain("Sold out.");
		expect((await stripe.checkout.sessions.list()).data).toEqual([]);
	});

	it("closes the link when the last session it allows is complete", async () => {
		const { follow, link, newEvents, post, stripe, visit } = await openLinkShop();
		const { id, url } = await link({ restrictions: { completed_sessions: { limit: 2 } } });
		const sessions = [await follow(url), await follow(url), await follow(url)];
		await newEvents();
		await post(`/v1/payment_pages/${sessions[0]?.id}/confirm`, paying);
		expect(await stripe.paymentLinks.retrieve(id)).toMatchObject({
			active: true,
			restrictions: { completed_sessions: { count: 1, limit: 2 } },
		});
		expect(typesOf(await newEvents())).not.toContain("payment_link.updated");
		await post(`/v1/payment_pages/${sessions[1]?.id}/confirm`, paying);
		const events = await newEvents();
		expect(changesOf(events, "payment_link.updated")).toEqual({
			active: true,
			restrictions: { completed_sessions: { count: 1 } },
		});
		expect((await visit(url)).status).toBe(410);
	});

	it("asks each visitor what the link says, until it says otherwise", async () => {
		const { follow, link, stripe } = await openLinkShop();
		const made = await link({
			billing_address_collection: "required",
			custom_fields: [
				{ key: "team", type: "text", label: { type: "custom", custom: "Team" }, optional: true },
			],
			name_collection: { individual: { enabled: true } },
			phone_number_collection: { enabled: true },
			shipping_address_collection: { allowed_countries: ["AT", "DE"] },
		});
		const field = {
			key: "team",
			type: "text",
			label: { type: "custom", custom: "Team" },
			optional: true,
			text: { default_value: null, maximum_length: null, minimum_length: null },
		};
		const asked = {
			billing_address_collection: "required",
			phone_number_collection: { enabled: true },
			shipping_address_collection: { allowed_countries: ["AT", "DE"] },
		};
		expect(made).toMatchObject(asked);
		expect(made.custom_fields).toEqual([field]);
		const session = await follow(made.url);
		expect(session).toMatchObject(asked);
		expect(session.custom_fields).toEqual([{ ...field, text: { ...field.text, value: null } }]);
		const after = await stripe.paymentLinks.update(made.id, {
			custom_fields: "",
			name_collection: "",
			shipping_address_collection: "",
		});
		expect(after).toMatchObject({
			billing_address_collection: "required",
			custom_fields: [],
			shipping_address_collection: null,
		});
		expect(after.name_collection).toEqual({ business: { enabled: false, optional: false } });
		expect(await follow(made.url)).toMatchObject({
			billing_address_collection: "required",
			custom_fields: [],
			shipping_address_collection: null,
		});
	});

	it("pays in another currency of the price when the link says so", async () => {
		const { follow, link, product, stripe } = await openLinkShop();
		const price = await stripe.prices.create({
			product: product.id,
			currency: "usd",
			unit_amount: 1000,
			currency_options: { eur: { unit_amount: 900 } },
		});
		const line_items = [{ price: price.id, quantity: 2 }];
		const made = await link({ currency: "eur", line_items });
		expect(made.currency).toBe("eur");
		expect(await follow(made.url)).toMatchObject({ currency: "eur", amount_total: 1800 });
	});

	it("opens nothing for somebody who only asks whether the page is there", async () => {
		const { link, stripe } = await openLinkShop();
		const { url } = await link();
		await fetch(url, { method: "HEAD" });
		expect((await stripe.checkout.sessions.list()).data).toEqual([]);
	});
});
