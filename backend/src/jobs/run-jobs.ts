// Runs jobs by the clock: each in one process at a time, however many processes there are.
import { Cron } from "croner";
import {
	claimDueJob,
	claimJob,
	finishJob,
	type JobEnd,
	type JobLease,
	keepJob,
	readDatabaseClock,
	registerJobs,
} from "../database/jobs.ts";
import { BillingError } from "../domain/errors.ts";
import type { Deps } from "../operations/deps.ts";
import { noMetrics, noTrace } from "../operations/watch.ts";
import { startLoop } from "./loop.ts";

/** What a run is told. `force` and `onProgress` come from people who start one by hand. */
export interface JobContext {
	/** Aborted when the process stops, or when another one has taken the job over. */
	signal: AbortSignal;
	force?: boolean;
	onProgress?: (progress: { done: number; expected: number }) => void;
}

export interface Job {
	name: string;
	/** A cron expression, in UTC. */
	schedule: string;
	/** Due as well whenever a process starts. */
	atStart?: boolean;
	/** What it answers is kept as `jobs.last_result`: numbers and ids only. */
	run(context: JobContext): Promise<object>;
}

export type JobDeps = Pick<Deps, "database" | "clock" | "log" | "metrics" | "trace"> & {
	holder: string;
};

export interface RunningJobs {
	/** Resolves when the runs under way have ended; what they left undone is due for another process. */
	stop(): Promise<void>;
}

// A third of the lease, so that one lost beat does not lose the job.
const beatMs = 10_000;
const pollMs = 1_000;
// A long reconcile must not keep the quick ones waiting.
const workers = 2;
const retrySecondsMin = 10;
const retrySecondsMax = 900;

/** Afterwards the jobs are registered and run when they are due. A failing one is tried again sooner. */
export async function startJobs(deps: JobDeps, jobs: readonly Job[]): Promise<RunningJobs> {
	const { queries } = deps.database;
	const stopping = new AbortController();
	const nowMs = await readDatabaseClock(queries);
	await registerJobs(
		queries,
		jobs.map((job) => ({
			name: job.name,
			nextRunAt: new Date(job.atStart ? nowMs : nextRunMs(job, nowMs)),
		})),
	);
	const names = jobs.map((job) => job.name);
	const loop = startLoop({
		workers,
		pollMs,
		onError: (error) => deps.log.error({ err: error }, "the jobs cannot be read"),
		turn: async () => {
			const lease = await claimDueJob(queries, names, deps.holder);
			const job = jobs.find((one) => one.name === lease?.name);
			if (!lease || !job) return false;
			await runLeased(deps, job, { lease, context: { signal: stopping.signal } });
			return true;
		},
	});
	loop.wake();
	return {
		stop: () => {
			stopping.abort(new Error("the process stops"));
			return loop.stop();
		},
	};
}

/**
 * Runs one job now, for somebody who waits for what it finds. Answers null while another process runs
 * it; throws what the run throws.
 */
export async function runJobNow(
	deps: JobDeps,
	job: Job,
	context: JobContext,
): Promise<object | null> {
	const { queries } = deps.database;
	const nextRunAt = new Date(nextRunMs(job, await readDatabaseClock(queries)));
	await registerJobs(queries, [{ name: job.name, nextRunAt }]);
	const lease = await claimJob(queries, job.name, deps.holder);
	if (!lease) return null;
	const ended = await runLeased(deps, job, { lease, context });
	if ("error" in ended) throw ended.error;
	return ended.found;
}

interface Run {
	lease: JobLease;
	context: JobContext;
}

async function runLeased(
	deps: JobDeps,
	job: Job,
	{ lease, context }: Run,
): Promise<{ found: object } | { error: unknown }> {
	const startedMs = deps.clock.monotonicMs();
	const lost = new AbortController();
	const beat = setInterval(() => void keep(deps, lease, lost), beatMs);
	const signal = AbortSignal.any([context.signal, lost.signal]);
	const { trace = noTrace } = deps;
	const ended = await trace
		.span({ name: `job ${job.name}` }, () => job.run({ ...context, signal }))
		.then(
			(found) => ({ found }),
			(error: unknown) => ({ error }),
		);
	clearInterval(beat);
	const tookMs = Math.round(deps.clock.monotonicMs() - startedMs);
	report(deps, { job: job.name, took_ms: tookMs, failures: lease.failures }, ended, signal);
	const nextMs = nextRunMs(job, lease.nowMs + tookMs) - (lease.nowMs + tookMs);
	const end = endOf(ended, { lease, tookMs, nextInSeconds: nextMs / 1000, signal });
	await finishJob(deps.database.queries, lease, end);
	return ended;
}

function report(
	deps: JobDeps,
	fields: { job: string; took_ms: number; failures: number },
	ended: { found: object } | { error: unknown },
	signal: AbortSignal,
): void {
	const { metrics = noMetrics } = deps;
	const outcome = "found" in ended ? "ok" : signal.aborted ? "stopped" : "failed";
	metrics.jobRun(fields.job, outcome, fields.took_ms / 1000);
	if ("found" in ended) deps.log.info({ ...fields, ...ended.found }, "job done");
	else if (signal.aborted) deps.log.info(fields, "job stopped");
	else deps.log.error({ ...fields, err: ended.error }, "job failed");
}

function endOf(
	ended: { found: object } | { error: unknown },
	run: { lease: JobLease; tookMs: number; nextInSeconds: number; signal: AbortSignal },
): JobEnd {
	const { lease, tookMs, nextInSeconds, signal } = run;
	if ("found" in ended) {
		const result = JSON.stringify({ ok: true, took_ms: tookMs, ...ended.found });
		return { outcome: "ok", nextInSeconds, result };
	}
	if (signal.aborted) return { outcome: "stopped", nextInSeconds: 0, result: "" };
	const retry = Math.min(retrySecondsMin * 2 ** Math.min(lease.failures, 10), retrySecondsMax);
	const error = reasonOf(ended.error);
	const result = JSON.stringify({ ok: false, took_ms: tookMs, error });
	return { outcome: "failed", nextInSeconds: Math.min(nextInSeconds, retry), result };
}

// A run whose lease is gone must not go on beside its successor.
async function keep(deps: JobDeps, lease: JobLease, lost: AbortController): Promise<void> {
	// The database out of reach: the run will notice by itself, or the next beat succeeds.
	const kept = await keepJob(deps.database.queries, lease).catch(() => true);
	if (!kept) lost.abort(new Error(`lost lease of job ${lease.name}`));
}

// Names and codes alone: messages may hold what must not be stored.
function reasonOf(error: unknown): string {
	if (error instanceof BillingError) return `${error.code}: ${nameOf(error.cause)}`;
	return nameOf(error);
}

function nameOf(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	const { name } = error.constructor;
	return "code" in error && typeof error.code === "string" ? `${name} ${error.code}` : name;
}

function nextRunMs(job: Job, fromMs: number): number {
	const next = new Cron(job.schedule, { timezone: "UTC", paused: true }).nextRun(new Date(fromMs));
	if (!next) throw new Error(`${job.schedule} never comes`);
	return next.getTime();
}
