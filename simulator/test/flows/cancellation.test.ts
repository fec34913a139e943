import { describe, expect, it } from "vitest";
import { buy, changesOf, openShop, typesOf } from "../support/shop.ts";
import { startTest } from "../support/start.ts";

const hour = 3600;

describe("a cancellation", () => {
	it("at the period's end is scheduled, can be taken back, and comes true", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await openShop(started));
		const end = bought.items.data[0]?.current_period_end ?? 0;
		await started.newEvents();
		const now = started.simulator.now();
		const set = await stripe.subscriptions.update(bought.id, { cancel_at_period_end: true });
		expect(set).toMatchObject({
			status: "active",
			cancel_at: end,
			cancel_at_period_end: true,
			cancellation_details: { reason: "cancellation_requested" },
		});
		expect(set.canceled_at).toBeGreaterThanOrEqual(now);
		expect(changesOf(await started.newEvents(), "customer.subscription.updated")).toEqual({
			cancel_at: null,
			cancel_at_period_end: false,
			canceled_at: null,
			cancellation_details: { reason: null },
		});
		const undone = await stripe.subscriptions.update(bought.id, { cancel_at_period_end: false });
		expect(undone).toMatchObject({ cancel_at: null, canceled_at: null });
		const again = await stripe.subscriptions.update(bought.id, { cancel_at_period_end: true });
		await started.newEvents();
		started.simulator.advanceTo(end + 2 * hour);
		const events = await started.newEvents();
		expect(typesOf(events)).toEqual(["invoice_payment.paid", "customer.subscription.deleted"]);
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			status: "canceled",
			ended_at: end,
			canceled_at: again.canceled_at,
			cancel_at_period_end: true,
		});
		await expect(
			stripe.subscriptions.update(bought.id, { cancel_at_period_end: false }),
		).rejects.toMatchObject({ code: "invalid_canceled_subscription_fields" });
	});

	it("by DELETE is immediate and emits one event", async () => {
		const started = await startTest();
		const { stripe } = started;
		const bought = await buy(started, await openShop(started));
		await started.newEvents();
		const ended = await stripe.subscriptions.cancel(bought.id);
		expect(ended).toMatchObject({
			status: "canceled",
			cancel_at: null,
			cancel_at_period_end: false,
			latest_invoice: bought.latest_invoice,
		});
		expect(typesOf(await started.newEvents())).toEqual(["customer.subscription.deleted"]);
		await expect(stripe.subscriptions.cancel(bought.id)).rejects.toMatchObject({
			statusCode: 404,
			code: "resource_missing",
		});
		expect((await stripe.subscriptions.list()).data).toEqual([]);
		expect((await stripe.subscriptions.list({ status: "canceled" })).data).toHaveLength(1);
	});

	it("in the portal sets cancel_at alone, and resuming clears it", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await openShop(started);
		const bought = await buy(started, shop);
		const portal = await stripe.billingPortal.sessions.create({
			customer: shop.customer.id,
			return_url: "http://localhost/account",
		});
		const path = `${portal.url}/subscriptions/${bought.id}`;
		await press(`${path}/cancel`);
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			cancel_at: bought.items.data[0]?.current_period_end,
			cancel_at_period_end: false,
			status: "active",
		});
		await press(`${path}/resume`);
		expect(await stripe.subscriptions.retrieve(bought.id)).toMatchObject({
			cancel_at: null,
			canceled_at: null,
		});
	});

	it("of a deleted customer ends every subscription of his", async () => {
		const started = await startTest();
		const { stripe } = started;
		const shop = await openShop(started);
		const bought = await buy(started, shop);
		await started.newEvents();
		await stripe.customers.del(shop.customer.id);
		expect(typesOf(await started.newEvents())).toEqual([
			"customer.subscription.deleted",
			"payment_method.detached",
			"customer.deleted",
		]);
		expect(await stripe.customers.retrieve(shop.customer.id)).toMatchObject({ deleted: true });
		const expanded = await stripe.subscriptions.retrieve(bought.id, { expand: ["customer"] });
		expect(expanded.customer).toMatchObject({ deleted: true });
	});
});

async function press(url: string): Promise<void> {
	const { origin } = new URL(url);
	const answer = await fetch(url, {
		method: "POST",
		redirect: "manual",
		headers: { origin, "sec-fetch-site": "same-origin" },
		body: new URLSearchParams(),
	});
	if (answer.status >= 400) throw new Error(`${answer.status} for ${url}`);
}
