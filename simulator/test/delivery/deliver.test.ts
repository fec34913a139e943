// Events on their way to an endpoint: signed, retried, and counted.
import { expect, it } from "vitest";
import { openHook, until } from "../support/hook.ts";
import { startTest } from "../support/start.ts";

it("delivers each event signed, pretty-printed and with Stripe's headers", async () => {
	const { simulator, stripe } = await startTest();
	const hook = await openHook(stripe);
	const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
	expect(endpoint.secret).toMatch(/^whsec_sim_/);
	hook.answer.secret = endpoint.secret ?? "";
	const customer = await stripe.customers.create({ name: "Ada" });
	await simulator.settled();
	const [first] = hook.received;
	expect(first?.event).toMatchObject({
		type: "customer.created",
		api_version: "2026-10-28.endive",
		livemode: false,
		data: { object: { id: customer.id, name: "Ada" } },
		request: { id: customer.lastResponse.requestId },
	});
	expect(first?.body).toBe(JSON.stringify(JSON.parse(first?.body ?? ""), null, 2));
	expect(first?.headers).toMatchObject({
		"content-type": "application/json; charset=utf-8",
		"user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
	});
	const stored = await stripe.events.retrieve(first?.event.id ?? "");
	expect(stored.pending_webhooks).toBe(0);
	expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
});

it("signs with wall time when the clock was moved", async () => {
	const { simulator, stripe, pass } = await startTest();
	const hook = await openHook(stripe);
	pass(400 * 86_400);
	const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
	hook.answer.secret = endpoint.secret ?? "";
	await stripe.customers.create({});
	await simulator.settled();
	const signedAt = Number(
		/t=(\d+)/.exec(String(hook.received[0]?.headers["stripe-signature"]))?.[1],
	);
	expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(30);
	expect(hook.received[0]?.event.created).toBeGreaterThan(signedAt + 399 * 86_400);
});

it("sends an endpoint only what it asked for, and nothing once it is disabled", async () => {
	const { simulator, stripe } = await startTest();
	const hook = await openHook(stripe);
	const endpoint = await stripe.webhookEndpoints.create({
		url: hook.url,
		enabled_events: ["product.created"],
	});
	hook.answer.secret = endpoint.secret ?? "";
	await stripe.customers.create({});
	await stripe.products.create({ name: "One" });
	await simulator.settled();
	expect(hook.received.map(({ event }) => event.type)).toEqual(["product.created"]);
	await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
	await stripe.products.create({ name: "Two" });
	await simulator.settled();
	expect(hook.received).toHaveLength(1);
});

it("tries again after a refusal and after a redirect, with the same event id", async () => {
	const { simulator, stripe } = await startTest();
	const hook = await openHook(stripe);
	const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
	hook.answer.secret = endpoint.secret ?? "";
	hook.answer.status = 302;
	const customer = await stripe.customers.create({});
	await simulator.settled();
	const pending = await stripe.events.list({ delivery_success: false });
	expect(pending.data[0]).toMatchObject({ pending_webhooks: 1 });
	hook.answer.status = 200;
	await until(() => hook.received.length === 2);
	await until(async () => {
		const waiting = await stripe.events.list({ delivery_success: false });
		return waiting.data.length === 0;
	});
	expect(new Set(hook.received.map(({ event }) => event.id)).size).toBe(1);
	expect(customer.id).toMatch(/^cus_sim/);
	const log = await fetch(`${simulator.url}/_simulator/deliveries`);
	expect(await log.json()).toMatchObject({
		data: [{ state: "delivered", attempts: [{ status: 302 }, { status: 200 }] }],
	});
});

it("refuses targets beyond this machine", async () => {
	const { stripe } = await startTest();
	for (const url of [
		"https://example.com/hook",
		"http://10.0.0.1/",
		"http://127.0.0.1.evil.test/",
		"http://[::ffff:10.0.0.1]/",
		"ftp://localhost/",
	]) {
		const attempt = stripe.webhookEndpoints.create({ url, enabled_events: ["*"] });
		await expect(attempt).rejects.toMatchObject({ statusCode: 400, param: "url" });
	}
});
