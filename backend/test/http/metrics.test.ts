import { request } from "node:http";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outbox } from "../../src/database/work-tables.ts";
import { engines } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { figureOf } from "../support/metrics.ts";
import { startBackend, startTollgate, type Tollgate } from "../support/start.ts";
import { type Life, secret, subscribe, untilStatus } from "../support/subscribe.ts";

const token = "a-metrics-token-0123456789";

describe.each(engines)("metrics, on %s,", (engine) => {
	let tollgate: Tollgate;
	let life: Life;
	beforeAll(async () => {
		tollgate = await startTollgate(engine, { webhooks: false });
		life = await subscribe(tollgate);
		const created = life.events["customer.subscription.created"]!;
		for (const header of [undefined, undefined, "t=1,v1=nonsense"])
			await deliver(tollgate, created, { secret, ...(header !== undefined && { header }) });
		await untilStatus(tollgate, "applied", created);
		await tollgate.app.deps.database.queries
			.insert(outbox)
			.values({ effectKey: "k", kind: "mail", name: "receipt", data: "{}", status: "dead" });
	});
	afterAll(() => tollgate.close());

	const read = async () => (await fetch(`${tollgate.url}/metrics`)).text();

	test("count each delivery by what became of it, and time the answer", async () => {
		const text = await read();
		const of = (outcome: string, kind = "subscription") =>
			figureOf(text, "tollgate_webhook_deliveries_total", { class: kind, outcome });
		expect([of("stored"), of("repeated"), of("refused", "unproven")]).toEqual([1, 1, 1]);
		const answers = (status: string) =>
			figureOf(text, "tollgate_webhook_answer_seconds_count", { status });
		expect([answers("2xx"), answers("4xx")]).toEqual([2, 1]);
	});

	test("tell how events were applied and what Stripe was asked", async () => {
		const text = await read();
		expect(figureOf(text, "tollgate_events_total", { outcome: "folded" })).toBe(1);
		const asked = { kind: "write", outcome: "ok" };
		expect(figureOf(text, "tollgate_stripe_request_seconds_count", asked)).toBeGreaterThan(1);
		expect(figureOf(text, "tollgate_stripe_read_budget_per_second")).toBe(80);
	});

	test("show what waits, what is dead, and who has what", async () => {
		const text = await read();
		expect(figureOf(text, "tollgate_inbox_pending_events")).toBe(0);
		expect(figureOf(text, "tollgate_lanes_due", { kind: "fetch" })).toBe(0);
		expect(figureOf(text, "tollgate_outbox_dead_effects", { kind: "mail" })).toBe(1);
		const held = { status: "trialing", tier: "founder" };
		expect(figureOf(text, "tollgate_users", held)).toBe(1);
		expect(figureOf(text, "tollgate_info", { mode: "simulator", database: engine })).toBe(1);
		expect(figureOf(text, "process_start_time_seconds")).toBeGreaterThan(0);
	});

	test("never name a person, a customer or an event", async () => {
		const text = await read();
		const { user, customerId, subscriptionId } = life;
		const ids = Object.values(life.events).map((event) => event.id);
		for (const one of [user.id, user.email, customerId, subscriptionId, ...ids])
			expect(text).not.toContain(one);
		expect(text).not.toMatch(/\b(evt|cus|sub|in|pi|cs|req|price)_\w{8,}|[\w.]+@[\w.]+\.\w+/);
	});

	test("are read from the database once, however many ask", async () => {
		const { database } = tollgate.app.deps;
		const before = figureOf(await read(), "tollgate_outbox_dead_effects", { kind: "mail" });
		await database.queries.update(outbox).set({ status: "done", doneAt: sql`now()` });
		const after = await Promise.all(Array.from({ length: 5 }, read));
		for (const text of after)
			expect(figureOf(text, "tollgate_outbox_dead_effects", { kind: "mail" })).toBe(before);
	});

	test("follow Prometheus's rules for names and units", async () => {
		const text = await read();
		const kinds = [...text.matchAll(/^# TYPE (tollgate_\w+) (\w+)$/gm)];
		expect(kinds.length).toBeGreaterThan(15);
		for (const [, name = "", kind] of kinds) {
			expect(name.endsWith("_total"), name).toBe(kind === "counter");
			expect(name).not.toMatch(/_(ms|millis|milliseconds|minutes|hours|kb)\b/);
			if (kind === "histogram") expect(name).toMatch(/_seconds$/);
		}
	});
});

describe("/metrics without a token", () => {
	let tollgate: Tollgate;
	beforeAll(async () => {
		tollgate = await startTollgate("pglite", { webhooks: false });
	});
	afterAll(() => tollgate.close());

	// Not by `fetch`, which sets the host itself.
	const ask = (headers: Record<string, string>) =>
		new Promise<number>((resolve, reject) => {
			const { port } = new URL(tollgate.url);
			const sent = request({ port, host: "127.0.0.1", path: "/metrics", headers }, (answer) => {
				answer.resume();
				resolve(answer.statusCode ?? 0);
			});
			sent.on("error", reject).end();
		});

	test("answers this machine", async () => {
		expect(await ask({})).toBe(200);
		expect(await ask({ host: "localhost:8000" })).toBe(200);
	});

	test.each([
		["x-forwarded-for", "203.0.113.9"],
		["x-forwarded-for", "127.0.0.1"],
		["forwarded", "for=127.0.0.1"],
		["via", "1.1 proxy"],
		["x-real-ip", "127.0.0.1"],
		["host", "billing.example.com"],
	])("is not there for a request that came through a proxy: %s: %s", async (name, value) => {
		expect(await ask({ [name]: value })).toBe(404);
	});

	test("tells that the database is away, and shows no figure of it", async () => {
		const { simulator } = tollgate;
		const lost = await startBackend({ simulator, location: {}, webhookSecrets: [secret] });
		await lost.app.deps.database.close();
		const text = await (await fetch(`${lost.url}/metrics`)).text();
		expect(figureOf(text, "tollgate_database_up")).toBe(0);
		for (const name of ["inbox_pending_events", "lanes_due", "outbox_dead_effects", "users"])
			expect(text).not.toMatch(new RegExp(`^tollgate_${name}[ {]`, "m"));
		await lost.close().catch(() => {});
	});
});

describe("/metrics with a token", () => {
	let tollgate: Tollgate;
	let url: string;
	let close: () => Promise<void>;
	beforeAll(async () => {
		tollgate = await startTollgate("pglite", { webhooks: false });
		const { simulator } = tollgate;
		const telemetry = { metricsToken: token, traces: null };
		const backend = await startBackend({ simulator, location: {}, webhookSecrets: [], telemetry });
		({ url, close } = backend);
	});
	afterAll(async () => {
		await close();
		await tollgate.close();
	});

	const ask = (headers: Record<string, string>) => fetch(`${url}/metrics`, { headers });

	test("answers who has it", async () => {
		const response = await ask({
			authorization: `Bearer ${token}`,
			"x-forwarded-for": "203.0.113.9",
		});
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
	});

	test.each([
		undefined,
		"Bearer ",
		`Bearer ${token}x`,
		`Basic ${token}`,
		`bearer ${token.slice(1)}`,
	])("refuses %s, even from this machine", async (authorization) => {
		const response = await ask(authorization === undefined ? {} : { authorization });
		expect(response.status).toBe(401);
		expect(await response.text()).not.toContain("tollgate_");
	});
});
