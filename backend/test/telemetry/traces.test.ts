import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTracing } from "../../src/telemetry/traces.ts";
import { newDatabase } from "../support/databases.ts";
import { untilEffectsEnded } from "../support/effects-ended.ts";
import { type Collector, type SeenSpan, startCollector } from "../support/otlp-collector.ts";
import {
	type Backend,
	type Simulator,
	startBackend,
	startTestSimulator,
} from "../support/start.ts";
import { type Life, secret, send, subscribe, untilStatus } from "../support/subscribe.ts";

describe("a traced subscription", () => {
	let collector: Collector;
	let simulator: Simulator;
	let house: Backend & { simulator: Simulator };
	let life: Life;
	const names = ["customer.subscription.created", "invoice.paid"] as const;
	beforeAll(async () => {
		collector = await startCollector();
		simulator = await startTestSimulator();
		const tracing = await openTracing({ endpoint: collector.url, ratio: 1 });
		const location = await newDatabase("pglite");
		const watched = { trace: tracing.trace };
		house = {
			simulator,
			...(await startBackend({ simulator, location, webhookSecrets: [secret], watched })),
		};
		life = await subscribe(house);
		const [created, paid] = names.map((name) => life.events[name]!);
		// The invoice alone makes the backend ask Stripe; the sight alone does not.
		await send(house, { ...created, api_version: "2020-08-27" });
		await untilStatus(house, "applied", created!);
		await send(house, paid);
		await untilStatus(house, "applied", paid!);
		await untilEffectsEnded(house);
		await house.close();
		await tracing.close();
	});
	afterAll(async () => {
		await simulator.close();
		await collector.close();
	});

	const named = (name: string) => collector.spans.filter((span) => span.name === name);
	const childrenOf = (span: SeenSpan, name: string) =>
		named(name).filter((one) => one.parentSpanId === span.spanId && one.traceId === span.traceId);
	const delivery = () => named("webhook received")[0]!;

	test("reaches the collector: received, committed, applied, fetched, written", () => {
		expect(named("webhook received")).toHaveLength(2);
		expect(childrenOf(delivery(), "inbox commit")).toHaveLength(1);
		const [applied] = named("customer applied");
		expect(childrenOf(applied!, "stripe GET subscriptions").length).toBeGreaterThan(0);
		expect(childrenOf(applied!, "rows written")).toHaveLength(1);
	});

	test("links what applied an event to what delivered it, through the database", () => {
		const [applied] = named("customer applied");
		const { traceId, spanId } = delivery();
		expect(applied!.links).toEqual([expect.objectContaining({ traceId, spanId })]);
		expect(applied!.traceId).not.toBe(traceId);
	});

	test("links an effect to what caused it", () => {
		const written = new Set(named("rows written").map((span) => span.spanId));
		const effects = named("effect delivered");
		expect(effects.length).toBeGreaterThan(0);
		for (const effect of effects) expect(written).toContain(effect.links?.[0]?.spanId);
	});

	test("has no address, no key and no payload in any span", () => {
		expect(collector.bodies.length).toBeGreaterThan(0);
		for (const body of collector.bodies) expect(body).not.toMatch(/@|sk_test|whsec|"object":|4242/);
		expect(collector.bodies.join()).not.toContain(life.user.email);
	});
});

describe("without a collector", () => {
	test("nothing is kept, and the work is done", async () => {
		const tracing = await openTracing(null);
		expect(
			await tracing.trace.span({ name: "any" }, async () => tracing.trace.current()),
		).toBeNull();
		await tracing.close();
	});
});

describe("the share of traces", () => {
	test("of 0 keeps nothing, but what follows from a trace that was kept", async () => {
		const collector = await startCollector();
		const { trace, close } = await openTracing({ endpoint: collector.url, ratio: 0 });
		const kept = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
		const dropped = `00-${"a".repeat(32)}-${"b".repeat(16)}-00`;
		for (const [name, link] of [
			["alone", null],
			["dropped", dropped],
			["kept", kept],
		] as const)
			await trace.span({ name, links: [link] }, () =>
				trace.span({ name: `${name} child` }, async () => {}),
			);
		await close();
		expect(collector.spans.map((span) => span.name).sort()).toEqual(["kept", "kept child"]);
		await collector.close();
	});

	test("names an error by its code and never by its message", async () => {
		const collector = await startCollector();
		const { trace, close } = await openTracing({ endpoint: collector.url, ratio: 1 });
		const work = trace.span({ name: "failing" }, async () => {
			throw new TypeError("canary@example.test");
		});
		await expect(work).rejects.toThrow("canary");
		await close();
		expect(collector.spans[0]?.status).toEqual({ code: 2, message: "TypeError" });
		expect(collector.bodies.join()).not.toContain("canary");
		await collector.close();
	});
});
