// An abandoned session that its recovery link opens again.
import { describe, expect, it } from "vitest";
import { aCard, aVisitor, pathOf, textOf } from "../pages/a-visitor.ts";

const day = 86_400;

async function abandoned() {
	const shop = await aVisitor();
	const coupon = await shop.stripe.coupons.create({ percent_off: 50, duration: "once" });
	await shop.stripe.promotionCodes.create({
		promotion: { type: "coupon", coupon: coupon.id },
		code: "HALF",
	});
	const session = await shop.stripe.checkout.sessions.create({
		mode: "subscription",
		line_items: [{ price: shop.prices["founder month"], quantity: 1 }],
		success_url: "http://shop.test/done",
		customer_email: "ada@example.com",
		metadata: { cart: "7" },
		after_expiration: { recovery: { enabled: true, allow_promotion_codes: true } },
	});
	await shop.newEvents();
	shop.pass(day + 60);
	const expired = await shop.stripe.checkout.sessions.retrieve(session.id);
	const recovery = expired.after_expiration?.recovery;
	return { shop, session, expired, recovery };
}

describe("the recovery of an expired session", () => {
	it("has an address for thirty days, told by the event of its expiry", async () => {
		const { shop, session, expired, recovery } = await abandoned();
		expect(expired).toMatchObject({ status: "expired", url: null });
		expect(recovery?.expires_at).toBe(session.expires_at + 30 * day);
		expect(recovery?.url).toMatch(/\/r\/cs_test_/);
		const [event] = await shop.newEvents();
		expect(event).toMatchObject({
			type: "checkout.session.expired",
			data: { object: { after_expiration: { recovery: { url: recovery?.url } } } },
		});
	});

	it("opens a copy that takes codes and can be paid", async () => {
		const { shop, session, recovery } = await abandoned();
		const opened = await shop.visit(pathOf(recovery?.url));
		const path = opened.location ?? "";
		const id = path.split("/").at(-1) ?? "";
		const copy = await shop.stripe.checkout.sessions.retrieve(id);
		expect(copy).toMatchObject({
			recovered_from: session.id,
			status: "open",
			amount_total: 7900,
			allow_promotion_codes: true,
			metadata: { cart: "7" },
			customer_email: "ada@example.com",
			after_expiration: { recovery: { enabled: true, url: null } },
		});
		await shop.submit(`${path}/promotion`, { code: "half" });
		expect((await shop.submit(path, aCard())).location).toBe("http://shop.test/done");
		const paid = await shop.stripe.checkout.sessions.retrieve(id);
		expect(paid).toMatchObject({ status: "complete", amount_total: 3950 });
		const lines = await shop.stripe.checkout.sessions.listLineItems(id);
		const before = await shop.stripe.checkout.sessions.listLineItems(session.id);
		expect(lines.data[0]?.id).not.toBe(before.data[0]?.id);
	});

	it("is offered where the old address leads, and over after thirty days", async () => {
		const { shop, session, recovery } = await abandoned();
		const old = await shop.visit(pathOf(session.url));
		expect([old.status, textOf(old.html)]).toEqual([410, expect.stringContaining("Open it again")]);
		shop.pass(30 * day);
		expect((await shop.visit(pathOf(recovery?.url))).status).toBe(404);
		expect((await shop.visit(pathOf(session.url))).html).not.toContain("Open it again");
	});

	it("opens nothing for somebody who only asks whether the page is there", async () => {
		const { shop, session, recovery } = await abandoned();
		await fetch(recovery?.url ?? "", { method: "HEAD" });
		const { data } = await shop.stripe.checkout.sessions.list();
		expect(data.map(({ id }) => id)).toEqual([session.id]);
	});

	it("does not exist for a session that did not ask for it", async () => {
		const shop = await aVisitor();
		const session = await shop.stripe.checkout.sessions.create({
			mode: "payment",
			line_items: [
				{
					price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Tea" } },
					quantity: 1,
				},
			],
			success_url: "http://shop.test/done",
		});
		const expired = await shop.stripe.checkout.sessions.expire(session.id);
		expect(expired.after_expiration).toBeNull();
		expect((await shop.visit(`/r/${session.id}`)).status).toBe(404);
	});
});
