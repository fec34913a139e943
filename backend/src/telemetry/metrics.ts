// What this process counts, in Prometheus's form.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Metrics } from "../operations/watch.ts";

/** What never changes while the process runs. */
export interface Identity {
	mode: "simulator" | "test" | "live";
	engine: "pglite" | "postgres";
}

export interface CountedMetrics extends Metrics {
	registry: Registry;
}

// Around what people and Stripe notice: a commit takes milliseconds, a call to Stripe some hundred.
const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const slow = [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800];

/** Counters stand at 0 from the beginning, so that the first increase is one. */
export function createMetrics(identity: Identity): CountedMetrics {
	const registry = new Registry();
	const registers = [registry];
	const info = new Gauge({
		name: "tollgate_info",
		help: "Always 1: against what this process runs.",
		labelNames: ["mode", "database"],
		registers,
	});
	info.set({ mode: identity.mode, database: identity.engine }, 1);
	collectProcessWhenAsked(registry);
	return { registry, ...webhookCounters(registers), ...workCounters(registers) };
}

function webhookCounters(registers: Registry[]) {
	const deliveries = new Counter({
		name: "tollgate_webhook_deliveries_total",
		help: "Webhook deliveries of Stripe, by class of event type and by what became of them.",
		labelNames: ["class", "outcome"],
		registers,
	});
	for (const outcome of ["refused", "full", "failed"])
		deliveries.inc({ class: "unproven", outcome }, 0);
	const acknowledged = new Histogram({
		name: "tollgate_webhook_answer_seconds",
		help: "From a delivery's arrival to our answer, by class of HTTP status.",
		labelNames: ["status"],
		buckets: quick,
		registers,
	});
	return {
		delivery: (outcome, type) => deliveries.inc({ class: classOf(type), outcome }),
		answered: (status, seconds) =>
			acknowledged.observe({ status: `${Math.floor(status / 100)}xx` }, seconds),
	} satisfies Partial<Metrics>;
}

function workCounters(registers: Registry[]) {
	const applied = new Counter({
		name: "tollgate_events_total",
		help: "Events taken from the inbox, by outcome: folded without Stripe, fetched, failed, dead.",
		labelNames: ["outcome"],
		registers,
	});
	for (const outcome of ["folded", "fetched", "failed", "dead"]) applied.inc({ outcome }, 0);
	const requests = new Histogram({
		name: "tollgate_stripe_request_seconds",
		help: "Requests to Stripe, repetitions counted, by kind and outcome.",
		labelNames: ["kind", "outcome"],
		buckets: quick,
		registers,
	});
	const effects = new Counter({
		name: "tollgate_effects_total",
		help: "Attempts to deliver a mail or an outgoing webhook, by outcome.",
		labelNames: ["kind", "outcome"],
		registers,
	});
	const jobs = new Histogram({
		name: "tollgate_job_run_seconds",
		help: "Runs of what happens by the clock, by outcome.",
		labelNames: ["job", "outcome"],
		buckets: slow,
		registers,
	});
	return {
		events: (outcome, count) => applied.inc({ outcome }, count),
		stripeRequest: (method, status, seconds) =>
			requests.observe(
				{ kind: method === "GET" ? "read" : "write", outcome: outcomeOf(status) },
				seconds,
			),
		effect: (kind, outcome) => effects.inc({ kind, outcome }),
		jobRun: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
	} satisfies Partial<Metrics>;
}

// A class and not the type: who configures the endpoint decides which of Stripe's 250 types come.
const classes = new Set(["checkout", "customer", "invoice", "charge", "payment_intent", "price"]);

function classOf(type: string | null): string {
	if (type === null) return "unproven";
	if (type.startsWith("customer.subscription.")) return "subscription";
	const [first = ""] = type.split(".");
	return classes.has(first) ? first : "other";
}

function outcomeOf(status: number | null): string {
	if (status === null) return "unreachable";
	if (status === 429) return "rate_limited";
	if (status >= 500) return "failed";
	return status >= 400 ? "refused" : "ok";
}

// Watching the event loop and the garbage collector costs something: only where somebody asks.
function collectProcessWhenAsked(registry: Registry): void {
	const { metrics } = registry;
	let collecting = false;
	registry.metrics = () => {
		if (!collecting) collectDefaultMetrics({ register: registry });
		collecting = true;
		return metrics.call(registry);
	};
}
