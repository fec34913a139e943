// What goes wrong on purpose, as the official SDK lives through it.
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { createFaults } from "../../src/faults/fault-rules.ts";
import { control } from "../support/control.ts";
import { type Started, startTest } from "../support/start.ts";

/** The SDK as anybody would make it: Node's own client, two retries. */
function plainClient({ simulator }: Started, retries = 2): Stripe {
	const { hostname, port } = new URL(simulator.url);
	return new Stripe(simulator.apiKey, {
		host: hostname,
		port,
		protocol: "http",
		maxNetworkRetries: retries,
		timeout: 1000,
	});
}

function fault({ simulator }: Started, wish: object) {
	return control(simulator, ["POST", "faults"], { body: wish });
}

async function countCustomers(stripe: Stripe): Promise<number> {
	return (await stripe.customers.list({ limit: 100 })).data.length;
}

describe("a fault after the effect", () => {
	it.each([
		["the connection is reset", { kind: "reset_after" }],
		["the answer is a 500", { kind: "error_after" }],
		["nobody answers in time", { kind: "timeout_after", ms: 60_000 }],
	])(
		"does not create twice when %s, since the retry hears the first answer",
		async (_what, wish) => {
			const started = await startTest();
			const stripe = plainClient(started);
			await fault(started, { ...wish, method: "POST", path: "/v1/customers", count: 1 });
			const customer = await stripe.customers.create({ name: "Ada" });
			expect(customer.lastResponse.headers["idempotent-replayed"]).toBe("true");
			expect(await countCustomers(started.stripe)).toBe(1);
			const { data } = await started.stripe.events.list({ type: "customer.created" });
			expect(data.map(({ data: { object } }) => "id" in object && object.id)).toEqual([
				customer.id,
			]);
		},
	);

	it("cuts an answer short, which the SDK reports and the same key makes good", async () => {
		const started = await startTest();
		const stripe = plainClient(started);
		await fault(started, { kind: "truncated", method: "POST", path: "/v1/customers", count: 1 });
		const key = { idempotencyKey: "once" };
		await expect(stripe.customers.create({}, key)).rejects.toMatchObject({
			type: "StripeConnectionError",
		});
		const customer = await stripe.customers.create({}, key);
		expect(customer.lastResponse.headers["idempotent-replayed"]).toBe("true");
		expect(await countCustomers(started.stripe)).toBe(1);
	});

	it("leaves the effect behind for whoever does not retry", async () => {
		const started = await startTest();
		await fault(started, { kind: "reset_after", path: "/v1/customers", method: "POST" });
		const stripe = plainClient(started, 0);
		// The SDK tries a reset connection once more even without retries, hence two strikes.
		await expect(stripe.customers.create({})).rejects.toMatchObject({
			type: "StripeConnectionError",
		});
		expect(await countCustomers(started.stripe)).toBe(1);
	});
});

describe("a fault before the effect", () => {
	it.each(["error_before", "reset_before"])(
		"%s is healed by a retry that runs it",
		async (kind) => {
			const started = await startTest();
			await fault(started, { kind, path: "/v1/customers", method: "POST", count: 1 });
			const customer = await plainClient(started).customers.create({});
			expect(customer.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
			expect(await countCustomers(started.stripe)).toBe(1);
		},
	);

	it.each([
		["rate_limit", "rate_limit", "global-rate"],
		["lock_timeout", "lock_timeout", "resource-specific"],
	])("%s is a 429 with its reason, and the SDK does not retry it", async (kind, code, reason) => {
		const started = await startTest();
		await fault(started, { kind, path: "/v1/**", count: 1 });
		const refused = await plainClient(started)
			.customers.create({})
			.catch((error) => error);
		expect(refused).toMatchObject({ type: "StripeRateLimitError", statusCode: 429, code });
		expect(refused.headers["stripe-rate-limited-reason"]).toBe(reason);
		const { body } = await control(started.simulator, ["GET", "faults"]);
		expect(body).toMatchObject({ data: [{ matched: 1, struck: 1 }] });
	});
});

describe("other faults", () => {
	it("garbage is no JSON", async () => {
		const started = await startTest();
		await fault(started, { kind: "garbage", path: "/v1/customers", count: 1 });
		await expect(plainClient(started, 0).customers.list()).rejects.toMatchObject({
			type: "StripeAPIError",
			message: expect.stringContaining("Invalid JSON"),
		});
	});

	it("latency holds an answer up, and meanwhile its key is in use", async () => {
		const started = await startTest();
		await fault(started, {
			kind: "latency",
			ms: 300,
			path: "/v1/customers",
			method: "POST",
			count: 1,
		});
		const idempotencyKey = "slow";
		const both = await Promise.allSettled([
			started.stripe.customers.create({}, { idempotencyKey }),
			started.stripe.customers.create({}, { idempotencyKey }),
		]);
		expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({
			statusCode: 409,
			code: "idempotency_key_in_use",
		});
	});

	it("fails the second page of a list and not the first", async () => {
		const started = await startTest();
		for (let index = 0; index < 3; index += 1) await started.stripe.customers.create({});
		await fault(started, { kind: "fail_next_page", path: "/v1/customers" });
		const seen: string[] = [];
		const all = async () => {
			for await (const { id } of started.stripe.customers.list({ limit: 2 })) seen.push(id);
		};
		await expect(all()).rejects.toMatchObject({ statusCode: 500 });
		expect(seen).toHaveLength(2);
	});

	it("strike the same requests in every run with the same seed", () => {
		const strikes = (seed: string) => {
			const faults = createFaults(seed);
			faults.add({ kind: "error_before", method: null, path: "/v1/*", rate: 0.5, count: 3, ms: 0 });
			return Array.from(
				{ length: 20 },
				() => faults.strike({ method: "GET", url: "/v1/prices?limit=1" }).length,
			);
		};
		expect(strikes("one")).toEqual(strikes("one"));
		expect(strikes("one")).not.toEqual(strikes("two"));
		expect(strikes("one").filter((count) => count === 1)).toHaveLength(3);
	});

	it("are taken back one by one, all together, and by a reset", async () => {
		const started = await startTest();
		const { simulator } = started;
		const wish = { kind: "error_before", path: "/v1/customers/*" };
		expect((await fault(started, wish)).body).toMatchObject({
			id: "fault_1",
			rate: 1,
			count: null,
		});
		await fault(started, wish);
		await control(simulator, ["DELETE", "faults/fault_1"]);
		const left = await control(simulator, ["GET", "faults"]);
		expect(left.body).toMatchObject({ data: [{ id: "fault_2" }] });
		expect((await control(simulator, ["DELETE", "faults/fault_1"])).status).toBe(404);
		expect((await started.stripe.customers.create({})).object).toBe("customer");
		await expect(started.stripe.customers.retrieve("cus_x")).rejects.toMatchObject({
			statusCode: 500,
		});
		await control(simulator, ["DELETE", "faults"]);
		await fault(started, wish);
		await control(simulator, ["POST", "reset"]);
		expect((await control(simulator, ["GET", "faults"])).body).toEqual({ data: [] });
	});

	it("are refused when they make no sense", async () => {
		const started = await startTest();
		const path = "/v1/customers";
		for (const [wish, param] of [
			[{ path }, "kind"],
			[{ kind: "error_before" }, "path"],
			[{ kind: "sulking", path }, "kind"],
			[{ kind: "error_before", path: "/c/pay" }, "path"],
			[{ kind: "error_before", path, rate: 2 }, "rate"],
			[{ kind: "error_before", path, colour: "red" }, "colour"],
		] as const) {
			const { status, body } = await fault(started, wish);
			expect(status).toBe(400);
			expect(body.error).toMatchObject({ param });
		}
	});
});

describe("rate limits", () => {
	it("are off, and count per second and per endpoint once they are set", async () => {
		let nowMs = Date.parse("2026-11-22T12:00:00Z");
		const started = await startTest({ clock: () => new Date(nowMs) });
		const { simulator, stripe } = started;
		await control(simulator, ["POST", "settings"], {
			body: { rateLimitPerSecond: 4, rateLimitPerEndpoint: 2 },
		});
		const reasonOf = (attempt: Promise<unknown>) =>
			attempt.then(
				() => "none",
				(error) => new Headers(error.headers).get("stripe-rate-limited-reason"),
			);
		expect(await reasonOf(stripe.customers.list())).toBe("none");
		expect(await reasonOf(stripe.customers.list())).toBe("none");
		expect(await reasonOf(stripe.customers.list())).toBe("endpoint-rate");
		expect(await reasonOf(stripe.products.list())).toBe("none");
		expect(await reasonOf(stripe.products.list())).toBe("global-rate");
		nowMs += 1000;
		expect(await reasonOf(stripe.customers.list())).toBe("none");
		await control(simulator, ["POST", "reset"]);
	});
});
