// How the work stands, read from the database when somebody asks, and not more often than it may cost.
import { Gauge, type Registry } from "prom-client";
import type { Database } from "../database/database.ts";
import { countUsers, type Figures, readFigures } from "../database/figures.ts";
import type { Clock } from "../domain/clock.ts";
import { type LastRun, readLastRun } from "./last-run.ts";

// A second scraper, or one that asks too often, is shown the same figures.
const figuresMs = 5_000;
// This walks all subscribers.
const usersMs = 60_000;
// Below the ten seconds that Prometheus waits.
const patienceMs = 4_000;

export interface GaugeParts {
	database: Database;
	clock: Pick<Clock, "monotonicMs">;
	/** Reads a second that Stripe is asked for at most, at present. */
	readBudget: () => number;
}

/** Adds the gauges to the registry. A database out of reach leaves `tollgate_database_up` 0 and no figures. */
export function addGauges(registry: Registry, parts: GaugeParts): void {
	const { queries } = parts.database;
	const figures = remembered(() => readFigures(queries), figuresMs, parts.clock);
	const users = remembered(() => countUsers(queries), usersMs, parts.clock);
	const gauge = gaugesOf(registry);
	const budget = gauge(
		"stripe_read_budget_per_second",
		"Background reads of Stripe permitted now.",
	);
	const connections = gauge("database_connections", "Connections of this process's pool.", "state");
	const up = gauge("database_up", "1 when the database answered the figures below.");
	const all = [...figureGauges(gauge), userGauge(gauge)];
	const { metrics } = registry;
	registry.metrics = async () => {
		budget.set(parts.readBudget());
		for (const [state, number] of Object.entries(parts.database.connections?.() ?? {}))
			connections.set({ state }, number);
		for (const { reset } of all) reset();
		const read = await Promise.all([soon(figures()), soon(users())]).catch(() => null);
		up.set(read ? 1 : 0);
		if (read) {
			const [now, counted] = read;
			for (const { show } of all) show({ ...now, users: counted });
		}
		return metrics.call(registry);
	};
}

type Users = Awaited<ReturnType<typeof countUsers>>;
type MakeGauge = ReturnType<typeof gaugesOf>;
interface Shown {
	reset(): void;
	show(figures: Figures & { users: Users }): void;
}

function gaugesOf(registry: Registry) {
	return (name: string, help: string, ...labelNames: string[]) =>
		new Gauge({ name: `tollgate_${name}`, help, labelNames, registers: [registry] });
}

function figureGauges(gauge: MakeGauge): Shown[] {
	const pending = gauge("inbox_pending_events", "Events stored and not yet applied.");
	const age = gauge("inbox_oldest_pending_age_seconds", "Age of the oldest of them.");
	const dead = gauge("inbox_dead_events", "Events that could not be applied and are put aside.");
	const missed = gauge("undelivered_events", "Events that Stripe lists and has not delivered.");
	const lanes = gauge("lanes_due", "Customers with work due, by how it is handled.", "kind");
	const lag = gauge("lanes_oldest_due_age_seconds", "How long the longest of them is due.", "kind");
	const waiting = gauge("outbox_pending_effects", "Effects not yet delivered.", "kind");
	const oldest = gauge("outbox_oldest_pending_age_seconds", "Age of the oldest of them.", "kind");
	const lost = gauge("outbox_dead_effects", "Effects that nobody tries any more.", "kind");
	const simple = {
		reset: () => {
			for (const one of [pending, age, dead, missed]) one.remove();
			for (const one of [lanes, lag, waiting, oldest, lost]) one.reset();
		},
		show: (now: Figures) => {
			pending.set(now.pendingEvents);
			age.set(now.oldestPendingSeconds);
			dead.set(now.deadEvents);
			missed.set(now.undeliveredEvents);
			for (const { kind, due, oldestSeconds } of withTogether(now.lanes)) {
				lanes.set({ kind }, due);
				lag.set({ kind }, oldestSeconds);
			}
			for (const { kind, ...effects } of now.outbox) {
				waiting.set({ kind }, effects.pending);
				oldest.set({ kind }, effects.oldestSeconds);
				lost.set({ kind }, effects.dead);
			}
		},
	};
	return [simple, jobGauges(gauge)];
}

// Nothing due is a figure too: an alert needs a 0 to come back to.
function withTogether(rows: Figures["lanes"]): Figures["lanes"] {
	const kinds = ["together", "fetch", "tied", "failed", "follow-up"];
	const idle = kinds.filter((kind) => !rows.some((row) => row.kind === kind));
	return [...rows, ...idle.map((kind) => ({ kind, due: 0, oldestSeconds: 0 }))];
}

function jobGauges(gauge: MakeGauge): Shown {
	const lastRun = gauge("job_last_run_timestamp_seconds", "When the job last began.", "job");
	const lastOk = gauge("job_last_success_timestamp_seconds", "When it last ended well.", "job");
	const failures = gauge("job_failures", "Failed runs in a row until now.", "job");
	const different = gauge("reconcile_different_customers", "Found by the last pass.");
	const losing = gauge("reconcile_losing_users", "Who would lose access by the last pass.");
	const stopped = gauge("reconcile_stopped", "1 when the last pass would have revoked too much.");
	return {
		reset: () => {
			for (const one of [lastRun, lastOk, failures]) one.reset();
			for (const one of [different, losing, stopped]) one.remove();
		},
		show: ({ jobs }) => {
			for (const { name: job, ...row } of jobs) {
				if (row.lastRunAt) lastRun.set({ job }, row.lastRunAt.getTime() / 1000);
				if (row.lastOkAt) lastOk.set({ job }, row.lastOkAt.getTime() / 1000);
				failures.set({ job }, row.failures);
			}
			const found: LastRun | null = readLastRun(jobs, "reconcile");
			if (!found) return;
			different.set(found.different);
			losing.set(found.losing);
			stopped.set(found.stopped ? 1 : 0);
		},
	};
}

function userGauge(gauge: MakeGauge): Shown {
	const users = gauge(
		"users",
		"Users who have or had a subscription or a grant.",
		"status",
		"tier",
	);
	return {
		reset: () => users.reset(),
		show: (now) => {
			for (const { status, tier, users: number } of now.users)
				users.set({ status: status ?? "none", tier: tier ?? "none" }, number);
		},
	};
}

// One reading at a time, kept for a while; a failed one is not kept.
function remembered<T>(
	read: () => Promise<T>,
	forMs: number,
	clock: GaugeParts["clock"],
): () => Promise<T> {
	let kept: { at: number; reading: Promise<T> } | null = null;
	return () => {
		const now = clock.monotonicMs();
		if (kept && now - kept.at < forMs) return kept.reading;
		const reading = read();
		const mine = { at: now, reading };
		kept = mine;
		reading.catch(() => {
			if (kept === mine) kept = null;
		});
		return reading;
	};
}

function soon<T>(reading: Promise<T>): Promise<T> {
	const late = new Error("the database did not answer in time");
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(late), patienceMs).unref();
		reading.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}
