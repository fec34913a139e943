// The loops that empty the inbox: many customers at a time, and by themselves those that need Stripe.
import { finishLane, type Lease, postponeLane, takeApartLane } from "../database/lanes.ts";
import { applyEvents } from "../operations/apply-events.ts";
import { applyLanes } from "../operations/apply-lanes.ts";
import type { Deps } from "../operations/deps.ts";
import { startLoop } from "./loop.ts";

// Each waits for Stripe most of its time; the budget of reads bounds them all.
const apartWorkers = 8;
const backOffSecondsMax = 300;

type DrainDeps = Omit<Deps, "onWork" | "inbox"> & { holder: string };

export interface Drain {
	/** There may be work: look now. */
	wake(): void;
	/** Resolves when the work under way is finished; nothing is started after. */
	stop(): Promise<void>;
}

/** Any number of processes may drain: a lane is held by one at a time. */
export function startDrain(deps: DrainDeps): Drain {
	const onError = (error: unknown) => deps.log.error({ err: error }, "the inbox cannot be read");
	const apart = startLoop({ workers: apartWorkers, turn: () => drainOneLane(deps), onError });
	// One batch at a time in a process: two would wait for each other's rows, and win nothing.
	const together = startLoop({ workers: 1, turn: drainTogether, onError });
	return {
		wake: together.wake,
		stop: async () => {
			await Promise.all([together.stop(), apart.stop()]);
		},
	};

	async function drainTogether(): Promise<boolean> {
		const applied = await applyLanes(deps);
		if (applied.apart > 0) apart.wake();
		return applied.lanes > 0;
	}
}

/** Handles the lane by itself that is due longest. False: there is none. */
export async function drainOneLane(deps: DrainDeps): Promise<boolean> {
	const lease = await takeApartLane(deps.database.queries, deps.holder);
	if (!lease) return false;
	try {
		const left = await applyEvents(deps, lease);
		if (left === "done") await finishLane(deps.database.queries, lease);
		else await postponeLane(deps.database.queries, lease, left === "more" ? 0 : backOff(lease));
	} catch (error) {
		deps.log.error({ lane: lease.lane, err: error }, "events wait for another try");
		await postponeLane(deps.database.queries, lease, backOff(lease));
	}
	return true;
}

/** 1 s, 2 s, 4 s … up to five minutes. */
function backOff(lease: Lease): number {
	return Math.min(2 ** Math.min(lease.failures, 20), backOffSecondsMax);
}
