// Checkout as a browser without scripts meets it, against the real simulator.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aForm, openShop, type Shop } from "../a-shop.ts";

let shop: Shop;
beforeAll(async () => {
	shop = await openShop();
});
afterAll(() => shop.close());

/** Opens a session and tells where its page is. */
async function aSession(trialDays = 0) {
	const { id, url } = await shop.openSession(trialDays, "ada@example.com");
	return { id, path: new URL(url ?? "").pathname };
}

describe("paying", () => {
	it("starts the trial and leads to the shop with the session's id", async () => {
		const { id, path } = await aSession(7);
		const page = await shop.visit(path);
		expect(page.status).toBe(200);
		expect(page.html).toContain("On November 29, 2026 your card is charged $79.00");
		const paid = await shop.post(path, aForm({}));
		expect([paid.status, paid.location]).toEqual([303, `https://shop.test/done?session_id=${id}`]);
		const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["subscription"] });
		expect(session.status).toBe("complete");
		expect(session.subscription).toMatchObject({ status: "trialing" });
	});

	it("charges today without a trial", async () => {
		const { id, path } = await aSession();
		expect((await shop.visit(path)).html).toContain("You pay $79.00 today");
		expect((await shop.post(path, aForm({}))).status).toBe(303);
		const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["subscription"] });
		expect(session).toMatchObject({ payment_status: "paid", subscription: { status: "active" } });
	});

	it("takes the e-mail of a person nobody knew", async () => {
		const { id, url } = await shop.openSession(7);
		const path = new URL(url ?? "").pathname;
		expect((await shop.post(path, aForm({ email: "" }))).html).toContain("Enter your email.");
		expect((await shop.post(path, aForm({ email: "eve@example.com" }))).status).toBe(303);
		const session = await shop.stripe.checkout.sessions.retrieve(id);
		expect(session.customer_details?.email).toBe("eve@example.com");
	});

	it("makes one subscription of two presses of the button", async () => {
		const { id, path } = await aSession(7);
		const both = await Promise.all([shop.post(path, aForm({})), shop.post(path, aForm({}))]);
		const target = `https://shop.test/done?session_id=${id}`;
		expect(both.map(({ location }) => location)).toEqual([target, target]);
		const { customer } = await shop.stripe.checkout.sessions.retrieve(id);
		const subscriptions = await shop.stripe.subscriptions.list({ customer: String(customer) });
		expect(subscriptions.data).toHaveLength(1);
	});
});

describe("a card that does not work", () => {
	it.each([
		["4000000000000002", "number", "Your card was declined."],
		["4000000000009995", "number", "insufficient funds"],
		["4000000000000069", "expiry", "Your card has expired."],
		["4000000000000127", "cvc", "security code is incorrect"],
	])("%s is told at its field, and the session stays open", async (number, field, words) => {
		const { id, path } = await aSession();
		const page = await shop.post(path, aForm({ number }));
		expect(page.status).toBe(402);
		expect(errorAt(page.html, field)).toContain(words);
		const session = await shop.stripe.checkout.sessions.retrieve(id);
		expect(session).toMatchObject({ status: "open", subscription: null, invoice: null });
		expect((await shop.post(path, aForm({}))).status).toBe(303);
	});

	it("is declined for a trial as well", async () => {
		const { path } = await aSession(7);
		expect((await shop.post(path, aForm({ number: "4000000000000002" }))).status).toBe(402);
	});

	it("never comes back in the page: neither its number nor its CVC", async () => {
		const { path } = await aSession();
		const sent = aForm({ number: "4000 0000 0000 0002", cvc: "987" });
		const declined = await shop.post(path, sent);
		const refused = await shop.post(path, { ...sent, number: "4000 0000 0000 0003" });
		for (const { html } of [declined, refused]) {
			expect(html).toMatch(/<input id="number"[^>]* value=""/);
			expect(html).toMatch(/<input id="cvc"[^>]* value=""/);
			expect(html).toContain('value="Ada Lovelace"');
			expect(html).not.toContain("987");
		}
	});

	it("is stopped before anybody tries to charge it when it is mistyped", async () => {
		const { path } = await aSession();
		const page = await shop.post(path, aForm({ number: "4242 4242 4242 4241", expiry: "10/26" }));
		expect(page.status).toBe(422);
		expect(errorAt(page.html, "number")).toBe("Your card number is invalid.");
		expect(errorAt(page.html, "expiry")).toBe("Your card&#39;s expiration date is in the past.");
	});
});

describe("3-D Secure", () => {
	const number = "4000 0027 6000 3184";

	it.each([0, 7])("completed, starts the subscription (%i days of trial)", async (trialDays) => {
		const { id, path } = await aSession(trialDays);
		const asked = await shop.post(path, aForm({ number }));
		expect([asked.status, asked.location]).toEqual([303, `${path}/authenticate`]);
		const bank = await shop.visit(`${path}/authenticate`);
		expect(bank.html).toContain("Complete authentication");
		expect((await shop.visit(path)).html).toContain("Continue to your bank");
		const done = await shop.post(`${path}/authenticate`, { outcome: "complete" });
		expect([done.status, done.location]).toEqual([303, `https://shop.test/done?session_id=${id}`]);
		expect((await shop.stripe.checkout.sessions.retrieve(id)).status).toBe("complete");
	});

	it("failed, leads back to the card with a reason, and the session can still be paid", async () => {
		const { id, path } = await aSession();
		await shop.post(path, aForm({ number }));
		const failed = await shop.post(`${path}/authenticate`, { outcome: "fail" });
		expect(failed.status).toBe(402);
		expect(errorAt(failed.html, "number")).toContain("unable to authenticate");
		expect((await shop.stripe.checkout.sessions.retrieve(id)).subscription).toBeNull();
		expect((await shop.post(path, aForm({}))).status).toBe(303);
	});

	it("takes nothing but its two answers", async () => {
		const { path } = await aSession();
		await shop.post(path, aForm({ number }));
		expect((await shop.post(`${path}/authenticate`, {})).status).toBe(422);
	});

	it("leads back to the card when no question is open", async () => {
		const { path } = await aSession();
		for (const visit of [
			await shop.visit(`${path}/authenticate`),
			await shop.post(`${path}/authenticate`, { outcome: "complete" }),
		])
			expect([visit.status, visit.location]).toEqual([303, path]);
	});
});

describe("a session that is over", () => {
	it("says that it has expired and leads back", async () => {
		const { id, path } = await aSession();
		await shop.stripe.checkout.sessions.expire(id);
		const page = await shop.visit(path);
		expect(page.status).toBe(410);
		expect(page.html).toContain("This checkout session has expired");
		expect(page.html).toContain('href="https://shop.test/pricing"');
		expect((await shop.post(path, aForm({}))).status).toBe(410);
	});

	it("says that it is complete and leads on", async () => {
		const { id, path } = await aSession(7);
		await shop.post(path, aForm({}));
		const page = await shop.visit(path);
		expect(page.status).toBe(200);
		expect(page.html).toContain("already complete");
		expect(page.html).toContain(`href="https://shop.test/done?session_id=${id}"`);
	});

	it("does not exist under another id", async () => {
		const page = await shop.visit("/c/pay/cs_test_nobody");
		expect([page.status, page.headers.get("content-type")]).toEqual([
			404,
			"text/html; charset=utf-8",
		]);
	});
});

/** The sentence under one field. */
function errorAt(html: string, field: string): string | undefined {
	return html.match(new RegExp(`id="${field}-error" role="alert">([^<]*)<`))?.[1];
}
