// Waiting for a lane: first in line within this process, then by the lease among processes.
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./database.ts";
import { type Lease, releaseLane, tryTakeLane } from "./lanes.ts";

// Another process rarely holds a lane for longer than one Stripe call: ask again soon.
const pollMs = 20;

export interface LaneLock {
	/** Runs `work` as the only holder of `lane` among all processes. Waits as long as it takes. */
	withLane<T>(lane: string, work: (lease: Lease) => Promise<T>): Promise<T>;
}

/** `holder` names this process in the table, for people who look. */
export function createLaneLock(database: Database, holder: string): LaneLock {
	const last = new Map<string, Promise<unknown>>();
	return {
		withLane(lane, work) {
			const turn = (last.get(lane) ?? Promise.resolve()).then(() => run(lane, work));
			const settled = turn.catch(() => {});
			last.set(lane, settled);
			void settled.then(() => {
				if (last.get(lane) === settled) last.delete(lane);
			});
			return turn;
		},
	};

	async function run<T>(lane: string, work: (lease: Lease) => Promise<T>): Promise<T> {
		const lease = await take(lane);
		try {
			return await work(lease);
		} finally {
			await releaseLane(database.queries, lease);
		}
	}

	async function take(lane: string): Promise<Lease> {
		for (;;) {
			const lease = await tryTakeLane(database.queries, lane, holder);
			if (lease) return lease;
			await sleep(pollMs);
		}
	}
}
