import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWebhookCarrier } from "../../src/outbound/outgoing-webhook.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const secret = `whsec_${Buffer.from("a secret of thirty-two bytes !!!").toString("base64")}`;
const second = `whsec_${Buffer.from("another one, of thirty-two bytes").toString("base64")}`;
const clock = { wallNow: () => new Date() };
const event = {
	id: "state:user_1:3",
	type: "billing.state_changed",
	at: new Date("2026-03-01T10:00:00Z"),
	data: { user_id: "user_1", name: "Zoë" },
};

let receiver: Receiver;
beforeEach(async () => {
	receiver = await startReceiver();
});
afterEach(() => receiver.close());

const carrier = (secrets = [secret]) =>
	createWebhookCarrier({ url: receiver.url, secrets, timeoutMs: 300 }, clock);

test("the scheme's own verifier takes what arrives, and refuses it changed", async () => {
	expect(await carrier()(event)).toEqual({ outcome: "sent" });
	const [arrived] = receiver.received;
	const verifier = new Webhook(secret);
	expect(verifier.verify(arrived!.body, arrived!.headers)).toEqual({
		type: "billing.state_changed",
		timestamp: "2026-03-01T10:00:00.000Z",
		data: event.data,
	});
	expect(arrived?.headers["webhook-id"]).toBe(event.id);
	expect(arrived?.path).toBe("/hooks/tollgate");
	expect(() => verifier.verify(`${arrived!.body} `, arrived!.headers)).toThrow();
	expect(() =>
		verifier.verify(arrived!.body, { ...arrived!.headers, "webhook-id": "state:user_1:4" }),
	).toThrow();
	expect(() => new Webhook(second).verify(arrived!.body, arrived!.headers)).toThrow();
});

test("while a secret is rolled over, the old and the new one verify", async () => {
	await carrier([secret, second])(event);
	const [arrived] = receiver.received;
	for (const one of [secret, second])
		expect(() => new Webhook(one).verify(arrived!.body, arrived!.headers)).not.toThrow();
});

test("a repetition has the same id and a signature of its own time", async () => {
	const carry = carrier();
	await carry(event);
	await carry(event);
	expect(new Set(receiver.received.map((one) => one.headers["webhook-id"])).size).toBe(1);
	expect(new Set(receiver.received.map((one) => one.body)).size).toBe(1);
});

test.each([
	[200, "sent"],
	[204, "sent"],
	[400, "retry"],
	[401, "retry"],
	[404, "retry"],
	[429, "retry"],
	[500, "retry"],
	[503, "retry"],
	[410, "gone"],
] as const)("status %i means %s", async (status, outcome) => {
	receiver.answer = status;
	expect(await carrier()(event)).toMatchObject({ outcome });
});

test("a redirect is not followed", async () => {
	const elsewhere = await startReceiver();
	receiver.answer = { redirect: elsewhere.url.href };
	expect(await carrier()(event)).toEqual({ outcome: "retry", reason: "webhook: status 307" });
	expect(elsewhere.received).toHaveLength(0);
	await elsewhere.close();
});

test("a receiver that does not answer is given up after the time-out", async () => {
	receiver.answer = "hang";
	expect(await carrier()(event)).toEqual({ outcome: "retry", reason: "webhook: TimeoutError" });
});

test("a receiver that is not there is tried again later", async () => {
	const carry = carrier();
	await receiver.close();
	expect(await carry(event)).toEqual({ outcome: "retry", reason: "webhook: ECONNREFUSED" });
	receiver = await startReceiver();
});
