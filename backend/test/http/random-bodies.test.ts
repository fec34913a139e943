import fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signUp, startTollgate, type Tollgate } from "../support/start.ts";
import { aStripeEvent } from "../support/stripe-objects.ts";

const secret = "whsec_sim_of_no_endpoint_000";
const runs = { numRuns: 300 };
const path = (name: string) => `/api/v1/stripe/${name}`;

const anything = fc.jsonValue({ maxDepth: 3 });
const wordsOfOurs = ["price_id", "tier_name", "interval", "currency", "return_path"];
const almostSound = fc.dictionary(
	fc.oneof(fc.constantFrom(...wordsOfOurs, "__proto__", "constructor"), fc.string()),
	fc.oneof(fc.constantFrom("enterprise", "month", "usd", "/dashboard"), anything),
	{ maxKeys: 4 },
);

describe("whatever is sent, no answer is a failure of ours:", () => {
	let tollgate: Tollgate;
	beforeAll(async () => {
		tollgate = await startTollgate("pglite", { webhooks: false });
	});
	afterAll(() => tollgate.close());

	async function post(url: string, payload: string, headers: Record<string, string>) {
		const answer = await tollgate.app.server.inject({
			method: "POST",
			url,
			headers: { "content-type": "application/json", ...headers },
			payload,
		});
		expect({ payload, status: answer.statusCode }).toSatisfy(() => answer.statusCode < 500);
		return answer;
	}

	test.each(["create-checkout-session", "create-portal-session"])("to %s", async (route) => {
		const { token } = await signUp(tollgate);
		const authorization = `Bearer ${token}`;
		await fc.assert(
			fc.asyncProperty(fc.oneof(anything, almostSound), async (body) => {
				const answer = await post(path(route), JSON.stringify(body), { authorization });
				expect([400, 409, 422]).toContain(answer.statusCode);
				const { error } = answer.json<{ error: Record<string, string> }>();
				expect(error.request_id).toBe(answer.headers["x-request-id"]);
			}),
			runs,
		);
	});

	test("as text that is hardly JSON", async () => {
		const { token } = await signUp(tollgate);
		const authorization = `Bearer ${token}`;
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (text) => {
				await post(path("create-checkout-session"), `{"tier_name":${text}`, { authorization });
			}),
			runs,
		);
	});

	test("to the webhook, signed as Stripe signs", async () => {
		const odd = fc.oneof(
			anything,
			fc
				.tuple(almostSound, fc.dictionary(fc.constantFrom("id", "created", "data"), anything))
				.map(([object, fields]) => aStripeEvent("invoice.paid", object, fields)),
		);
		await fc.assert(
			fc.asyncProperty(odd, async (event) => {
				const payload = JSON.stringify(event);
				const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
				const answer = await post(path("webhook"), payload, { "stripe-signature": signature });
				expect([200, 400]).toContain(answer.statusCode);
			}),
			runs,
		);
	});

	test("as a bearer token", async () => {
		const token = fc.oneof(fc.string(), fc.base64String({ maxLength: 200 }));
		await fc.assert(
			fc.asyncProperty(fc.tuple(token, token, token), async (parts) => {
				// Other characters cannot stand in a header.
				const words = parts.map((part) => part.replace(/[^\x20-\x7e]/g, ""));
				const answer = await tollgate.app.server.inject({
					url: "/api/v1/billing/me",
					headers: { authorization: `Bearer ${words.join(".")}` },
				});
				expect(answer.statusCode).toBe(401);
			}),
			runs,
		);
	});
});
