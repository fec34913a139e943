// What surrounds every request: keys, versions, idempotency, headers, errors, strangers.
import { request as httpRequest } from "node:http";
import { describe, expect, it } from "vitest";
import { startTest } from "../support/start.ts";

const auth = { authorization: "Bearer sk_test_anything" };

describe("authentication", () => {
	it("takes any test key, as Bearer or as the user of Basic, and no other", async () => {
		const { simulator } = await startTest();
		const ask = (authorization?: string) =>
			fetch(`${simulator.url}/v1/customers`, {
				headers: authorization === undefined ? {} : { authorization },
			});
		expect((await ask("Bearer sk_test_123")).status).toBe(200);
		expect((await ask(`Basic ${btoa("sk_test_123:")}`)).status).toBe(200);
		for (const bad of [undefined, "Bearer sk_live_1234567890abc", "Bearer nonsense", "Basic zz"]) {
			const refused = await ask(bad);
			expect(refused.status).toBe(401);
			expect(refused.headers.get("www-authenticate")).toBe('Bearer realm="Stripe"');
			expect(await refused.text()).not.toContain("1234567890");
		}
	});
});

describe("headers", () => {
	it("carry the request id, the version and the simulated date", async () => {
		const { simulator, pass } = await startTest();
		pass(40 * 86_400);
		const answer = await fetch(`${simulator.url}/v1/customers`, { headers: auth });
		expect(answer.headers.get("request-id")).toMatch(/^req_sim\w{11}$/);
		expect(answer.headers.get("stripe-version")).toBe("2026-10-28.endive");
		const date = Date.parse(answer.headers.get("date") ?? "") / 1000;
		expect(Math.abs(date - simulator.now())).toBeLessThan(5);
		expect(answer.headers.get("access-control-allow-origin")).toBeNull();
	});

	it("refuse another API version loudly", async () => {
		const { simulator } = await startTest();
		const answer = await fetch(`${simulator.url}/v1/customers`, {
			headers: { ...auth, "stripe-version": "2024-06-20" },
		});
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain("Invalid Stripe API version: 2024-06-20");
	});
});

describe("idempotency", () => {
	it("replays the answer of an executed request, refusals included", async () => {
		const { stripe } = await startTest();
		const key = { idempotencyKey: "k" };
		const first = await stripe.customers.create({ email: "a@b.co" }, key);
		const second = await stripe.customers.create({ email: "a@b.co" }, key);
		expect(second).toEqual(first);
		expect((await stripe.customers.list()).data).toHaveLength(1);
		const attach = () =>
			stripe.paymentMethods.attach(
				"pm_card_chargeDeclined",
				{ customer: first.id },
				{ idempotencyKey: "declined" },
			);
		const refusal = await attach().catch((error) => error);
		expect(refusal).toMatchObject({
			statusCode: 402,
			code: "card_declined",
			decline_code: "generic_decline",
			headers: { "stripe-should-retry": "false" },
		});
		const replayed = await attach().catch((error) => error);
		expect(replayed.headers).toMatchObject({
			"idempotent-replayed": "true",
			"original-request": refusal.requestId,
		});
	});

	it("refuses a key used with other parameters", async () => {
		const { stripe } = await startTest();
		await stripe.customers.create({ name: "A" }, { idempotencyKey: "same" });
		await expect(
			stripe.customers.create({ name: "B" }, { idempotencyKey: "same" }),
		).rejects.toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
	});

	it("lets a key be used again after a refusal before execution", async () => {
		const { stripe } = await startTest();
		const key = { idempotencyKey: "once" };
		await expect(stripe.products.create({ name: "" }, key)).rejects.toMatchObject({
			code: "parameter_invalid_empty",
		});
		expect((await stripe.products.create({ name: "Founder" }, key)).name).toBe("Founder");
	});
});

describe("errors", () => {
	it("name the missing thing with 404 in the path and 400 in a parameter", async () => {
		const { stripe } = await startTest();
		await expect(stripe.customers.retrieve("cus_none")).rejects.toMatchObject({
			statusCode: 404,
			code: "resource_missing",
			param: "id",
			message: "No such customer: 'cus_none'",
			doc_url: "https://stripe.com/docs/error-codes/resource-missing",
		});
		const customer = await stripe.customers.create({});
		await expect(
			stripe.subscriptions.create({ customer: customer.id, items: [{ price: "invalid" }] }),
		).rejects.toMatchObject({
			statusCode: 400,
			param: "items[0][price]",
			message: "No such price: 'invalid'",
		});
	});

	it("tell unknown, missing and ill-typed parameters apart", async () => {
		const { post } = await startTest();
		const cases = [
			["/v1/products", {}, { code: "parameter_missing", param: "name" }],
			[
				"/v1/products",
				{ name: "x", colour: "red" },
				{ code: "parameter_unknown", param: "colour" },
			],
			["/v1/products", { name: "" }, { code: "parameter_invalid_empty", param: "name" }],
			["/v1/products", { name: "x", active: "maybe" }, { param: "active" }],
			[
				"/v1/prices",
				{ currency: "usd", unit_amount: "ten", product: "p" },
				{ code: "parameter_invalid_integer", param: "unit_amount" },
			],
			["/v1/checkout/sessions", { mode: "sideways" }, { param: "mode" }],
			["/v1/nowhere", {}, { message: expect.stringContaining("Unrecognized request URL") }],
		] as const;
		for (const [path, params, expected] of cases) {
			await expect(post(path, params)).rejects.toMatchObject({
				type: "StripeInvalidRequestError",
				...expected,
			});
		}
	});
});

describe("strangers", () => {
	it("are turned away by the Host they asked for and the page they come from", async () => {
		const { simulator } = await startTest();
		expect(await statusFor(simulator.url, { host: "evil.example" })).toBe(403);
		expect(await statusFor(simulator.url, { host: "localhost:1" })).toBe(200);
		expect(await statusFor(simulator.url, { origin: "http://evil.example" })).toBe(403);
	});

	it("cannot send a body without end", async () => {
		const { simulator } = await startTest();
		const answer = await fetch(`${simulator.url}/v1/customers`, {
			method: "POST",
			headers: { ...auth, "content-type": "application/x-www-form-urlencoded" },
			body: `name=${"x".repeat(300 * 1024)}`,
		});
		expect(answer.status).toBe(400);
	});
});

/** Node's own client, since fetch does not let a test choose its Host. */
function statusFor(url: string, headers: Record<string, string>): Promise<number> {
	return new Promise((resolve, reject) => {
		const request = httpRequest(`${url}/_simulator/health`, { headers }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		request.on("error", reject).end();
	});
}

it("answers 409 to a key whose first request is still on its way, then replays", async () => {
	const { simulator, stripe } = await startTest();
	const headers = {
		...auth,
		"idempotency-key": "slow",
		"content-type": "application/x-www-form-urlencoded",
	};
	const slow = httpRequest(`${simulator.url}/v1/customers`, { method: "POST", headers });
	const answered = new Promise<number>((resolve) => {
		slow.on("response", (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
	});
	slow.write("name=");
	const second = () =>
		fetch(`${simulator.url}/v1/customers`, { method: "POST", headers, body: "name=Ada" });
	// Headers wait for the first bytes of the body; once an unrelated answer came, they are there.
	await new Promise((resolve) => slow.once("socket", (socket) => socket.once("connect", resolve)));
	await stripe.customers.list();
	const early = await second();
	expect(early.status).toBe(409);
	expect(await early.text()).toContain("idempotency_key_in_use");
	slow.end("Ada");
	expect(await answered).toBe(200);
	expect((await second()).headers.get("idempotent-replayed")).toBe("true");
	expect((await stripe.customers.list()).data).toHaveLength(1);
});

it("refuses a JSON body of absurd depth instead of failing at it", async () => {
	const { simulator } = await startTest();
	const depth = 20_000;
	const answer = await fetch(`${simulator.url}/v2/core/event_destinations`, {
		method: "POST",
		headers: { ...auth, "content-type": "application/json" },
		body: `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
	});
	expect(answer.status).toBe(400);
	expect(await answer.text()).toContain("nested too deeply");
});
