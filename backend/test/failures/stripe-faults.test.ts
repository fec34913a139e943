import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { subscriptionStatuses } from "../../src/domain/subscription.ts";
import type { BillingReply, CheckoutSessionReply, ErrorReply } from "../../src/http/contract.ts";
import { engines } from "../support/databases.ts";
import { lever } from "../support/gaps.ts";
import { call, type Person, pay, signUp } from "../support/start.ts";
import { send, subscribe, untilStatus, userRow } from "../support/subscribe.ts";
import { aSubscriber, startWatchedHouse, type WatchedHouse } from "../support/subscribers.ts";

const openCheckout = "/stripe/create-checkout-session";
const founder = { tier_name: "founder" };

describe.each(engines)("faults of Stripe's API, on %s:", (engine) => {
	let house: WatchedHouse;
	let keysReused = 0;
	beforeAll(async () => {
		house = await startWatchedHouse(engine);
		house.line.rewrite = (_call, body) => {
			if (body.includes("idempotency_error")) keysReused++;
			return body;
		};
	});
	afterAll(() => house.close());

	const fault = (body: Record<string, unknown>) => lever(house.simulator, "faults", { body });
	const heal = () => lever(house.simulator, "faults", { method: "DELETE" });
	const open = (user: Person, tier_name = "founder") =>
		call<CheckoutSessionReply & ErrorReply>(house, openCheckout, {
			token: user.token,
			body: { tier_name },
		});

	async function madeFor(user: Person) {
		const customers = await house.stripe.customers.list({ email: user.email, limit: 100 });
		const sessions = await Promise.all(
			customers.data.map(({ id }) => house.stripe.checkout.sessions.list({ customer: id })),
		);
		return { customers: customers.data.length, sessions: sessions.flatMap(({ data }) => data) };
	}

	test.each(["true", "false", null])(
		"a 429 that says should-retry %s is a 503 with a time to come back",
		async (retry) => {
			const ada = await signUp(house);
			house.line.state = {
				status: 429,
				body: JSON.stringify({ error: { type: "invalid_request_error", code: "rate_limit" } }),
				headers: retry === null ? {} : { "stripe-should-retry": retry },
			};
			const asked = () => house.line.calls.filter((path) => path.includes("/v1/")).length;
			const before = asked();
			const refused = await open(ada);
			house.line.state = "through";
			expect(refused.status).toBe(503);
			expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
			expect(refused.body.error.code).toBe("stripe_unavailable");
			expect(asked() - before).toBe(retry === "true" ? 3 : 1);
			expect((await open(ada)).status).toBe(200);
		},
	);

	test("with every third call refused nobody is told a lie, and everybody gets one session", async () => {
		await fault({ kind: "rate_limit", path: "/v1/**", rate: 0.3 });
		const people = [];
		for (let at = 0; at < 6; at++) people.push(await signUp(house));
		const answers = await Promise.all(
			people.map(async (user) => {
				for (let tries = 0; ; tries++) {
					const answer = await open(user);
					if (answer.status === 200) return { status: 200, tries };
					expect(answer.status).toBe(503);
					expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
				}
			}),
		);
		await heal();
		expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
		for (const user of people) {
			const { customers, sessions } = await madeFor(user);
			expect([customers, sessions.length]).toEqual([1, 1]);
		}
	}, 60_000);

	const writes = ["/v1/customers", "/v1/checkout/sessions"];
	const lost = ["error_before", "error_after", "reset_after", "timeout_after", "truncated"];
	const cases = writes.flatMap((path) => lost.map((kind) => [kind, path] as const));
	test.each(cases)("%s at POST %s leaves one customer and one session", async (kind, path) => {
		const ada = await signUp(house);
		// Longer than the SDK itself goes on: the next click has to find what was made.
		await fault({ kind, path, method: "POST", count: 3, ms: 50 });
		const first = await open(ada);
		await heal();
		expect([200, 503]).toContain(first.status);
		const second = await open(ada);
		expect(second.status).toBe(200);
		if (first.status === 200) expect(second.body.session_id).toBe(first.body.session_id);
		const { customers, sessions } = await madeFor(ada);
		expect([customers, sessions.length]).toEqual([1, 1]);
	});

	test("no idempotency key is sent twice with different words, however often one changes one's mind", async () => {
		const ada = await signUp(house);
		const tiers = ["founder", "empire", "freelancer", "founder"];
		const answers = await Promise.all([...tiers, ...tiers].map((tier) => open(ada, tier)));
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
		const { sessions } = await madeFor(ada);
		expect(sessions.filter((session) => session.status === "open")).toHaveLength(1);
		expect(keysReused).toBe(0);
	});

	test("a lookup that fails before Checkout opens none", async () => {
		const ada = await signUp(house);
		await fault({ kind: "error_before", path: "/v1/subscriptions", method: "GET" });
		const refused = await open(ada);
		await heal();
		expect(refused.status).toBe(503);
		expect((await madeFor(ada)).sessions).toEqual([]);
	});

	test.each(["garbage", "truncated"])("an answer that is %s is no answer", async (kind) => {
		const { subscription, user, sights } = await aSubscriber(house);
		await house.stripe.subscriptions.cancel(subscription.id);
		const [created, , ended] = [...(await sights()), null, null];
		const last = (await sights()).at(-1)!;
		expect([created?.type, ended]).toEqual(["customer.subscription.created", null]);
		// The two differ and bear one second: only Stripe can tell.
		const early = { ...created!, api_version: "2024-06-20" };
		await fault({ kind, path: "/v1/subscriptions", method: "GET", count: 2 });
		await send(house, early);
		await untilStatus(house, "applied", early);
		await heal();
		expect(last.type).toBe("customer.subscription.deleted");
		expect(await userRow(house, user.id)).toMatchObject({ subscriptionStatus: "canceled" });
	});

	test.each([...subscriptionStatuses, "frozen"])(
		"who has a subscription that is %s meets Checkout as its status asks",
		async (status) => {
			const life = await subscribe(house);
			house.line.rewrite = (path, body) =>
				path.startsWith("GET /v1/subscriptions")
					? body.replace(/"status": ?"trialing"/, `"status":"${status}"`)
					: body;
			const answer = await open(life.user, "empire");
			house.line.rewrite = null;
			const ended = status === "canceled" || status === "incomplete_expired";
			expect(answer.status).toBe(ended ? 200 : 409);
			if (!ended)
				expect(answer.body.error).toMatchObject({
					code: "already_subscribed",
					manage_url: expect.stringContaining("/dashboard"),
				});
		},
	);

	test("away for two hours, it leaves access as it was, and nothing is sold", async () => {
		const life = await subscribe(house);
		const created = life.events["customer.subscription.created"]!;
		await send(house, created);
		await untilStatus(house, "applied", created);
		const { clock } = house.app.deps;
		const now = clock.now;
		house.line.state = "cut";
		clock.now = () => new Date(now().getTime() + 2 * 3_600_000);
		const { token } = life.user;
		const me = await call<BillingReply>(house, "/billing/me", { token });
		expect(me.body).toMatchObject({ access: "full", subscription_tier: "founder" });
		expect((await call(house, openCheckout, { token, body: founder })).status).toBe(503);
		clock.now = now;
		house.line.state = "through";
	});

	test("two sessions that were both opened are paid once: the first is ended by the second", async () => {
		const ada = await signUp(house);
		const [first, second] = [await open(ada), await open(ada, "empire")];
		expect((await pay(house.simulator, first.body.session_id)).ok).toBe(false);
		expect((await pay(house.simulator, second.body.session_id)).ok).toBe(true);
	});
});
