import { afterAll, beforeAll, expect, test } from "vitest";
import { sessions } from "../../src/database/identity-tables.ts";
import { ask } from "../support/bearer.ts";
import { deliver } from "../support/deliver.ts";
import { audience, claims, outsideIssuer, sign } from "../support/outside-issuer.ts";
import { call, signUp, startBackend, startTollgate, type Tollgate } from "../support/start.ts";
import { startStripeLine } from "../support/stripe-line.ts";
import { aStripeEvent } from "../support/stripe-objects.ts";
import { secret } from "../support/subscribe.ts";

let t: Tollgate;
beforeAll(async () => {
	t = await startTollgate("pglite", { webhooks: false });
});
afterAll(() => t.close());

test("an empty or non-ASCII v1 is a 400", async () => {
	const now = Math.floor(Date.now() / 1000);
	const event = aStripeEvent("foo.bar", { object: "foo" });
	const statuses = [];
	for (const header of [`t=${now},v1=`, `t=${now},v1=${"é".repeat(64)}`])
		statuses.push((await deliver(t, event, { secret, header })).status);
	expect(statuses).toEqual([400, 400]);
});

test("odd subjects are a 401", async () => {
	const sharedSecret = "a-secret-that-two-services-share-0123456789";
	const backend = await startBackend({
		simulator: t.simulator,
		location: {},
		webhookSecrets: [],
		auth: { mode: "external", issuer: outsideIssuer, audience, keys: { sharedSecret } },
	});
	const statuses = [];
	for (const sub of ["", "a\0b", "p".repeat(256)])
		statuses.push(
			(
				await ask(
					backend,
					`Bearer ${await sign(claims({ sub }), new TextEncoder().encode(sharedSecret), { alg: "HS256" })}`,
				)
			).status,
		);
	await backend.close();
	expect(statuses).toEqual([401, 401, 401]);
});

test("an Authorization header does not lift the limit of sign-in attempts", async () => {
	const ada = await signUp(t);
	const statuses = new Set<number>();
	for (let at = 0; at < 40; at++) {
		const answer = await t.app.server.inject({
			method: "POST",
			url: "/api/auth/sign-in/email",
			headers: {
				"content-type": "application/json",
				"x-forwarded-for": "203.0.113.7",
				authorization: `Bearer x${at}`,
			},
			payload: { email: ada.email, password: "a wrong guess" },
		});
		statuses.add(answer.statusCode);
	}
	expect(statuses).toContain(429);
});

test("a 5xx with a JSON body of another shape is an outage", async () => {
	const line = await startStripeLine(t.simulator.url);
	const backend = await startBackend({
		simulator: { ...t.simulator, url: line.url },
		location: {},
		webhookSecrets: [secret],
	});
	const ada = await signUp(backend);
	line.state = { status: 503, body: '{"message":"no healthy upstream"}' };
	const answer = await call(backend, "/stripe/create-checkout-session", {
		token: ada.token,
		body: { tier_name: "founder" },
	});
	line.state = "through";
	await backend.close();
	await line.close();
	expect(answer.status).toBe(503);
});

test("a bad URL has the envelope", async () => {
	const response = await fetch(`${t.url}/%`);
	expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
});

test("text/plain is a 415", async () => {
	const { token } = await signUp(t);
	const response = await fetch(`${t.url}/api/v1/stripe/create-checkout-session`, {
		method: "POST",
		headers: { authorization: `Bearer ${token}`, "content-type": "text/plain" },
		body: '{"tier_name":"founder"}',
	});
	expect(response.status).toBe(415);
});

test("a token of an expired session is refused", async () => {
	const ada = await signUp(t);
	await t.app.deps.database.queries.update(sessions).set({ expiresAt: new Date(0) });
	expect((await ask(t, `Bearer ${ada.token}`)).status).toBe(401);
});
