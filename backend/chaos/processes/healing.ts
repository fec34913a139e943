// After all faults have ended: the gaps are filled, and at fixed moments our state is compared with the truth.
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { RunOptions } from "./run-options.ts";
import type { Scene } from "./scene.ts";
import { type Differences, findDifferences } from "./truth.ts";

export interface Healed {
	/** By seconds after healing, from 0. */
	different: { atSeconds: number; users: number; subscriptions: number }[];
	/** What still differs at the end. */
	last: Differences;
	/** Until nothing waited in the inbox any more; null when that never came. */
	drainSeconds: number | null;
	/** What the two jobs that fill gaps said of themselves. */
	jobs: Record<string, string>;
}

const looksMs = 500;
const jobNames = ["catch_up_events", "reconcile"];

/**
 * Asks for the job that reads Stripe's list of events, then, once it is done, for the one that compares
 * states: as an operator would, who does not wait five minutes, or for the night.
 */
export async function watchHealing(
	scene: Scene,
	{ checkAt, untilEqual, say }: RunOptions,
	beganMs: number,
): Promise<Healed> {
	const seconds = () => (performance.now() - beganMs) / 1_000;
	const different: Healed["different"] = [];
	const check = async () => {
		const atSeconds = Math.round(seconds());
		const found = await scene.look((client) => findDifferences(scene.stripe, client));
		const { users, subscriptions } = found;
		different.push({ atSeconds, users: users.length, subscriptions: subscriptions.length });
		say(`${atSeconds} s after healing: ${users.length} users differ`);
		return found;
	};
	let last = await check();
	await scene.look((client) => requestJob(client, "catch_up_events"));
	let drainSeconds: number | null = null;
	let reconciling = false;
	const marks = [...checkAt];
	const end = marks.at(-1) ?? 0;
	while (marks.length > 0) {
		await sleep(looksMs);
		const state = await scene.look(readState);
		drainSeconds = state.waiting > 0 ? null : (drainSeconds ?? seconds());
		if (state.caughtUp && !reconciling) {
			reconciling = true;
			await scene.look((client) => requestJob(client, "reconcile"));
		}
		const due = seconds() >= (marks[0] ?? end);
		if (due) marks.shift();
		if (due || (untilEqual && state.reconciled && state.waiting === 0)) last = await check();
		const equal = last.users.length + last.subscriptions.length === 0;
		if (untilEqual && equal && state.reconciled && drainSeconds !== null) break;
	}
	return { different, last, drainSeconds, jobs: await scene.look(readJobs) };
}

async function requestJob(client: pg.Client, name: string): Promise<void> {
	await client.query(
		`update jobs set requests = requests + 1, next_run_at = now(), last_ok_at = null
			where name = $1`,
		[name],
	);
}

async function readState(client: pg.Client) {
	const { rows } = await client.query<{
		waiting: number;
		caught_up: boolean;
		reconciled: boolean;
	}>(`select
		(select count(*) from stripe_events where status = 'pending')::int
			+ (select count(*) from lanes where run_at is not null)::int as waiting,
		(select last_ok_at is not null from jobs where name = 'catch_up_events') as caught_up,
		(select last_ok_at is not null from jobs where name = 'reconcile') as reconciled`);
	const [row] = rows;
	return {
		waiting: row?.waiting ?? 0,
		caughtUp: row?.caught_up ?? false,
		reconciled: row?.reconciled ?? false,
	};
}

async function readJobs(client: pg.Client): Promise<Record<string, string>> {
	const { rows } = await client.query<{ name: string; last_result: string | null }>(
		"select name, last_result from jobs where name = any($1)",
		[jobNames],
	);
	return Object.fromEntries(rows.map(({ name, last_result }) => [name, last_result ?? ""]));
}
