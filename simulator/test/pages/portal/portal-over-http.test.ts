// The portal as a browser without scripts meets it, against the real simulator.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aForm, openShop, type Shop } from "../a-shop.ts";

let shop: Shop;
beforeAll(async () => {
	shop = await openShop();
});
afterAll(() => shop.close());

/** Somebody in their trial, in front of their portal. */
async function aSubscriber() {
	const { id, url } = await shop.openSession(7, "ada@example.com");
	await shop.post(new URL(url ?? "").pathname, aForm({}));
	const session = await shop.stripe.checkout.sessions.retrieve(id);
	const portal = await shop.stripe.billingPortal.sessions.create({
		customer: String(session.customer),
		return_url: "https://shop.test/dashboard",
	});
	return { subscription: String(session.subscription), path: new URL(portal.url).pathname };
}

describe("the portal", () => {
	it("shows what somebody has, what it costs, the card and the invoices", async () => {
		const { path } = await aSubscriber();
		const page = await shop.visit(path);
		expect(page.status).toBe(200);
		for (const words of [
			"Founder",
			"$79.00 per month",
			"Free until November 29, 2026.",
			"4242",
			"$0.00",
			'href="https://shop.test/dashboard"',
		])
			expect(page.html).toContain(words);
	});

	it("cancels at the end of the period, after one question, and takes it back", async () => {
		const { path, subscription } = await aSubscriber();
		const question = await shop.visit(`${path}/subscriptions/${subscription}/cancel`);
		expect(question.html).toContain("You keep access until <strong>November 29, 2026</strong>");
		const asked = await shop.stripe.subscriptions.retrieve(subscription);
		expect(asked.cancel_at).toBeNull();

		const canceled = await shop.post(`${path}/subscriptions/${subscription}/cancel`, {});
		expect(canceled.status).toBe(303);
		const after = await shop.visit(canceled.location ?? "");
		expect(after.html).toContain("Your subscription is canceled.");
		const ending = await shop.stripe.subscriptions.retrieve(subscription);
		expect(ending).toMatchObject({ status: "trialing", cancel_at: ending.trial_end });

		const resumed = await shop.post(`${path}/subscriptions/${subscription}/resume`, {});
		const back = await shop.visit(resumed.location ?? "");
		expect(back.html).toContain("Your subscription will continue.");
		expect((await shop.stripe.subscriptions.retrieve(subscription)).cancel_at).toBeNull();
	});

	it("ignores a second cancellation and a resumption of what was never cancelled", async () => {
		const { path, subscription } = await aSubscriber();
		const home = `${path}/subscriptions/${subscription}`;
		expect((await shop.post(`${home}/resume`, {})).location).toBe(path);
		await shop.post(`${home}/cancel`, {});
		const first = await shop.stripe.subscriptions.retrieve(subscription);
		expect((await shop.post(`${home}/cancel`, {})).status).toBe(303);
		expect((await shop.visit(`${home}/cancel`)).location).toBe(path);
		expect(await shop.stripe.subscriptions.retrieve(subscription)).toEqual(first);
	});

	it("knows nobody else's subscription", async () => {
		const mine = await aSubscriber();
		const theirs = await aSubscriber();
		const path = `${mine.path}/subscriptions/${theirs.subscription}/cancel`;
		expect((await shop.visit(path)).status).toBe(404);
		expect((await shop.post(path, {})).status).toBe(404);
		const untouched = await shop.stripe.subscriptions.retrieve(theirs.subscription);
		expect(untouched.cancel_at).toBeNull();
	});

	it("does not exist under another id", async () => {
		expect((await shop.visit("/p/session/test_nobody")).status).toBe(404);
	});
});
