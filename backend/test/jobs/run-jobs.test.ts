import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { claimJob, finishJob, keepJob, listJobs, requestJob } from "../../src/database/jobs.ts";
import { jobs } from "../../src/database/work-tables.ts";
import { BillingError } from "../../src/domain/errors.ts";
import { type Job, type JobContext, runJobNow, startJobs } from "../../src/jobs/run-jobs.ts";
import { engines, newDatabase } from "../support/databases.ts";

describe.each(engines)("a job, on %s,", (engine) => {
	let database: Database;
	beforeAll(async () => {
		database = await openDatabase(await newDatabase(engine), () => {});
		return () => database.close();
	});
	let errors: Record<string, unknown>[] = [];
	beforeEach(() => {
		errors = [];
	});
	afterEach(() => database.queries.delete(jobs));

	const now = () => new Date();
	const clock = { now, wallNow: now, monotonicMs: () => performance.now() };
	const log = {
		info() {},
		warn() {},
		error: (fields: Record<string, unknown>) => void errors.push(fields),
	};
	const deps = (holder: string) => ({ database, clock, log, holder });
	const signal = new AbortController().signal;
	const free = { lockedBy: null, lockedUntil: null };
	const job = (run: Job["run"], fields: Partial<Job> = {}): Job => ({
		name: "look",
		schedule: "*/5 * * * *",
		run,
		...fields,
	});
	const row = async () =>
		(await database.queries.select().from(jobs).where(eq(jobs.name, "look")))[0]!;

	async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
		while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
	}

	async function start(holder: string, ...all: Job[]) {
		const running = await startJobs(deps(holder), all);
		onTestFinished(() => running.stop());
		return running;
	}

	test("waits for its hour, in UTC", async () => {
		await start(
			"a",
			job(async () => ({}), { schedule: "30 4 * * *" }),
		);
		const { nextRunAt, lastRunAt } = await row();
		expect(nextRunAt.toISOString()).toMatch(/T04:30:00.000Z$/);
		expect(nextRunAt.getTime() - Date.now()).toBeLessThanOrEqual(86_400_000);
		expect(lastRunAt).toBeNull();
	});

	test("runs in one of two processes, and what it found is kept", async () => {
		let runs = 0;
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const look = job(
			async () => {
				runs++;
				await held;
				return { found: 3 };
			},
			{ atStart: true },
		);
		await start("a", look);
		await until(() => runs === 1);
		await start("b", look);
		expect(await runJobNow(deps("c"), look, { signal })).toBeNull();
		expect((await listJobs(database.queries))[0]).toMatchObject({ running: true });
		release();
		await until(async () => (await row()).lastOkAt !== null);
		expect(JSON.parse((await row()).lastResult!)).toMatchObject({ ok: true, found: 3 });
		expect(await row()).toMatchObject({ ...free, failures: 0 });
	});

	test("of a process that died is taken over when its lease has ended, and not before", async () => {
		let runs = 0;
		await requestJob(database.queries, "look");
		const dead = (await claimJob(database.queries, "look", "dead"))!;
		const { lockedUntil } = await row();
		expect(lockedUntil!.getTime() - Date.now()).toBeLessThanOrEqual(30_000);
		const look = job(async () => ({ run: ++runs }), { atStart: true });
		expect(await runJobNow(deps("b"), look, { signal })).toBeNull();
		await database.queries.update(jobs).set({ lockedUntil: sql`now() - interval '1 second'` });
		await start("b", look);
		await until(() => runs === 1);
		await until(async () => (await row()).lockedBy === null);
		// The dead one wakes up: it has lost its place, and cannot write over its successor.
		expect(await keepJob(database.queries, dead)).toBe(false);
		await finishJob(database.queries, dead, {
			outcome: "ok",
			nextInSeconds: 1,
			result: '{"run":"of the dead"}',
		});
		expect(JSON.parse((await row()).lastResult!)).toMatchObject({ run: 1 });
	});

	test("that fails is logged, kept as failed, and tried again sooner, ever later", async () => {
		const cause = new TypeError("a message with a secret");
		const failing = job(
			async () => {
				throw new BillingError("stripe_unavailable", { cause });
			},
			{ schedule: "0 4 1 1 *" },
		);
		for (const [failures, seconds] of [
			[1, 10],
			[2, 20],
			[3, 40],
		] as const) {
			await expect(runJobNow(deps("a"), failing, { signal })).rejects.toBeInstanceOf(BillingError);
			const { nextRunAt, lastResult, ...rest } = await row();
			expect(rest).toMatchObject({ failures, ...free, lastOkAt: null });
			expect(Math.round((nextRunAt.getTime() - Date.now()) / 1000)).toBe(seconds);
			expect(JSON.parse(lastResult!)).toMatchObject({
				ok: false,
				error: "stripe_unavailable: TypeError",
			});
			expect(lastResult).not.toContain("secret");
		}
		expect(errors).toHaveLength(3);
		expect(errors[0]).toMatchObject({ job: "look", failures: 0 });
		await runJobNow(
			deps("a"),
			job(async () => ({})),
			{ signal },
		);
		expect(await row()).toMatchObject({ failures: 0, lastOkAt: expect.any(Date) });
	});

	test("asked for while it runs, runs once more", async () => {
		let runs = 0;
		const look = job(async () => {
			if (++runs === 1) await requestJob(database.queries, "look");
			return {};
		});
		await runJobNow(deps("a"), look, { signal });
		await start("a", look);
		await until(() => runs === 2);
		await until(async () => (await row()).lockedBy === null);
		expect((await row()).nextRunAt.getTime()).toBeGreaterThan(Date.now());
	});

	test("is told when the process stops, and is due at once for another", async () => {
		let begun = false;
		const patient = job(
			({ signal: stopped }: JobContext) => {
				begun = true;
				return new Promise((_, reject) =>
					stopped.addEventListener("abort", () => reject(stopped.reason)),
				);
			},
			{ atStart: true },
		);
		const running = await startJobs(deps("a"), [patient]);
		await until(() => begun);
		await running.stop();
		const { nextRunAt, ...rest } = await row();
		expect(rest).toMatchObject({ ...free, failures: 0, lastResult: null });
		expect(nextRunAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
		expect(errors).toEqual([]);
	});

	test("with a schedule that never comes is refused at the start", async () => {
		const never = job(async () => ({}), { schedule: "0 0 30 2 *" });
		await expect(startJobs(deps("a"), [never])).rejects.toThrow();
	});
});
