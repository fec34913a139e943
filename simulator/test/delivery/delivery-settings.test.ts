// Webhooks that go astray on purpose, secrets that are rolled, and events sent again by hand.
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { retryWaits } from "../../src/delivery/retry-waits.ts";
import { control } from "../support/control.ts";
import { openHook, until } from "../support/hook.ts";
import { card, openCheckout, openShop, typesOf } from "../support/shop.ts";
import { type Started, startTest } from "../support/start.ts";

async function listen(started: Started) {
	const hook = await openHook(started.stripe);
	const endpoint = await started.stripe.webhookEndpoints.create({
		url: hook.url,
		enabled_events: ["customer.created"],
	});
	hook.answer.secret = endpoint.secret ?? "";
	return { hook, endpoint };
}

async function addCustomers({ stripe }: Started, count: number): Promise<void> {
	for (let number = 0; number < count; number += 1) await stripe.customers.create({});
}

describe("delivery settings", () => {
	it("lose some for good, which stay visible as not delivered until they are sent by hand", async () => {
		const started = await startTest({ settings: { dropRate: 1 } });
		const { simulator, stripe } = started;
		const { hook } = await listen(started);
		await addCustomers(started, 2);
		await simulator.settled();
		expect(hook.received).toEqual([]);
		const missed = await stripe.events.list({ delivery_success: false });
		expect(missed.data).toHaveLength(2);
		const id = missed.data[0]?.id ?? "";
		const { body } = await control(simulator, ["GET", `deliveries?event=${id}`]);
		expect(body).toMatchObject({ data: [{ state: "dropped", attempts: [] }] });
		await control(simulator, ["POST", "settings"], { body: { dropRate: 0 } });
		await control(simulator, ["POST", `events/${id}/resend`]);
		await until(() => hook.received.length === 1);
		await simulator.settled();
		expect(hook.received[0]?.event.id).toBe(id);
		expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
	});

	it("send what was taken a second time, with the same id", async () => {
		const started = await startTest({ settings: { duplicateRate: 1 } });
		const { hook } = await listen(started);
		await addCustomers(started, 1);
		await until(() => hook.received.length === 2);
		await started.simulator.settled();
		expect(hook.received).toHaveLength(2);
		expect(new Set(hook.received.map(({ event }) => event.id)).size).toBe(1);
		const [event] = (await started.stripe.events.list({ type: "customer.created" })).data;
		expect(event?.pending_webhooks).toBe(0);
	});

	it("scramble what waits together", async () => {
		const started = await startTest({ settings: { scrambleDelivery: true } });
		const { simulator, stripe } = started;
		const session = await openCheckout(started, await openShop(started));
		const hook = await openHook(stripe);
		const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
		hook.answer.secret = endpoint.secret ?? "";
		await started.newEvents();
		// One request, one commit: everything it brings waits at the same moment.
		await started.post(`/v1/payment_pages/${session.id}/confirm`, card("4242424242424242"));
		const told = typesOf(await started.newEvents());
		await simulator.settled();
		const heard = hook.received.map(({ event }) => event.type);
		expect(heard).not.toEqual(told);
		expect(heard.toSorted()).toEqual(told.toSorted());
	});

	it("follow Stripe's sandbox schedule when asked to: three tries", async () => {
		const nowMs = Date.now();
		const started = await startTest({
			clock: () => new Date(nowMs),
			settings: { deliveryRetries: "sandbox" },
		});
		const { hook } = await listen(started);
		hook.answer.status = 500;
		await addCustomers(started, 1);
		await started.simulator.settled();
		const logged = async () => (await control(started.simulator, ["GET", "deliveries"])).body;
		expect(await logged()).toMatchObject({
			data: [{ state: "pending", failures: 1, nextAttemptAtMs: nowMs + 600_000 }],
		});
		expect(retryWaits.sandbox).toHaveLength(2);
	});
});

describe("a rolled secret", () => {
	it("signs beside the old one until that expires", async () => {
		let nowMs = Date.now();
		const started = await startTest({ clock: () => new Date(nowMs) });
		const { hook, endpoint } = await listen(started);
		const rolled = await control(
			started.simulator,
			["POST", `webhook_endpoints/${endpoint.id}/roll_secret`],
			{ body: { expires_in: 3600 } },
		);
		const fresh = String(rolled.body.secret);
		expect(fresh).toMatch(/^whsec_sim_/);
		expect(fresh).not.toBe(endpoint.secret);
		await addCustomers(started, 1);
		await until(() => hook.received.length === 1);
		const signaturesOf = (place: number) =>
			String(hook.received[place]?.headers["stripe-signature"]).match(/v1=\w+/g) ?? [];
		const { body = "", headers } = hook.received[0] ?? {};
		const t = /t=(\d+)/.exec(String(headers?.["stripe-signature"]))?.[1];
		const signed = (secret: string) =>
			`v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
		expect(signaturesOf(0)).toEqual([signed(fresh), signed(endpoint.secret ?? "")]);
		nowMs += 3_600_000;
		hook.answer.secret = fresh;
		await addCustomers(started, 1);
		await until(() => hook.received.length === 2);
		expect(signaturesOf(1)).toHaveLength(1);
	});
});

describe("resending", () => {
	it("brings the same event, signed anew, also to an endpoint that came later", async () => {
		let nowMs = Date.now();
		const started = await startTest({ clock: () => new Date(nowMs) });
		const { simulator, stripe } = started;
		const { hook } = await listen(started);
		await addCustomers(started, 1);
		await simulator.settled();
		const id = hook.received[0]?.event.id ?? "";
		nowMs += 5000;
		const late = await listen(started);
		const { body } = await control(simulator, ["POST", `events/${id}/resend`]);
		expect(body.data).toHaveLength(2);
		await until(() => hook.received.length === 2 && late.hook.received.length === 1);
		await simulator.settled();
		const [first, second] = hook.received;
		expect(second?.event.id).toBe(id);
		expect(second?.headers["stripe-signature"]).not.toBe(first?.headers["stripe-signature"]);
		expect((await stripe.events.retrieve(id)).pending_webhooks).toBe(0);
		expect((await control(simulator, ["POST", "events/evt_no/resend"])).status).toBe(404);
	});
});

describe("the delivery log", () => {
	it("has what was sent, what was answered and how long it took", async () => {
		const started = await startTest();
		const { hook, endpoint } = await listen(started);
		hook.answer.status = 500;
		await addCustomers(started, 1);
		await started.simulator.settled();
		const path = `deliveries?endpoint=${endpoint.id}&state=pending&limit=1`;
		const { body } = await control(started.simulator, ["GET", path]);
		const [event] = (await started.stripe.events.list({ type: "customer.created" })).data;
		expect(body).toMatchObject({
			data: [
				{
					url: hook.url,
					event: event?.id,
					state: "pending",
					body: expect.stringContaining('"type": "customer.created"'),
					attempts: [{ status: 500, answer: "", error: null, tookMs: expect.any(Number) }],
				},
			],
		});
	});
});
