import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, signUp, startTollgate, type Tollgate } from "../support/start.ts";

describe("too many requests", () => {
	let tollgate: Tollgate;
	let ada: Person;
	beforeAll(async () => {
		tollgate = await startTollgate("pglite", { webhooks: false });
		ada = await signUp(tollgate);
	});
	afterAll(() => tollgate.close());

	async function askTimes(times: number, headers: Record<string, string>, url = "/billing/me") {
		const statuses: number[] = [];
		for (let at = 0; at < times; at++) {
			const answer = await tollgate.app.server.inject({ url: `/api/v1${url}`, headers });
			statuses.push(answer.statusCode);
			if (answer.statusCode === 429) return { statuses, last: answer };
		}
		return { statuses, last: null };
	}

	test("of one caller end in 429 with a time to wait, and leave another caller alone", async () => {
		const { statuses, last } = await askTimes(700, { authorization: `Bearer ${ada.token}` });
		expect(statuses.filter((status) => status === 200)).toHaveLength(600);
		expect(last?.json()).toMatchObject({
			error: { type: "rate_limit_error", code: "rate_limited", request_id: expect.any(String) },
		});
		expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
		expect(Number(last?.headers["retry-after"])).toBeLessThanOrEqual(60);
		const eve = await signUp(tollgate, "Eve");
		const { statuses: others } = await askTimes(1, { authorization: `Bearer ${eve.token}` });
		expect(others).toEqual([200]);
	});

	test("of one visitor's address end in 429, behind the frontend too", async () => {
		const visitor = { "x-forwarded-for": "203.0.113.7" };
		const { last } = await askTimes(700, visitor, "/billing/tiers");
		expect(last?.statusCode).toBe(429);
		const other = { "x-forwarded-for": "203.0.113.8" };
		expect((await askTimes(1, other, "/billing/tiers")).statuses).toEqual([200]);
	});

	test("to sign in end in 429 before a password is guessed", async () => {
		const statuses: number[] = [];
		for (let at = 0; at < 40; at++) {
			const answer = await tollgate.app.server.inject({
				method: "POST",
				url: "/api/auth/sign-in/email",
				headers: { "content-type": "application/json", "x-forwarded-for": "203.0.113.9" },
				payload: { email: ada.email, password: `guess number ${at}` },
			});
			statuses.push(answer.statusCode);
		}
		expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
		expect(statuses.slice(30).every((status) => status === 429)).toBe(true);
	});

	test("are no matter for Stripe's webhooks and for health", async () => {
		const visitor = { "x-forwarded-for": "203.0.113.10" };
		for (let at = 0; at < 620; at++) {
			const answer = await tollgate.app.server.inject({ url: "/healthz", headers: visitor });
			expect(answer.statusCode).toBe(200);
		}
		const webhook = () =>
			tollgate.app.server.inject({
				method: "POST",
				url: "/api/v1/stripe/webhook",
				headers: visitor,
				payload: "{}",
			});
		for (let at = 0; at < 620; at++) expect((await webhook()).statusCode).toBe(400);
	});
});
