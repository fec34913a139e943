// The loop that empties the inbox: takes due lanes, applies their events, and waits for more.
import { finishLane, type Lease, postponeLane, takeDueLane } from "../database/lanes.ts";
import { applyEvents } from "../operations/apply-events.ts";
import type { Deps } from "../operations/deps.ts";

// The floor under the wake-up call: work of other processes, of retries, and of the dead.
const pollMs = 250;
const workersMax = 4;
const backOffSecondsMax = 300;

type DrainDeps = Omit<Deps, "onWork"> & { holder: string };

export interface Drain {
	/** There may be work: look now. */
	wake(): void;
	/** Resolves when the work under way is finished; nothing is started after. */
	stop(): Promise<void>;
}

/** Any number of processes may drain: a lane is held by one at a time. */
export function startDrain(deps: DrainDeps): Drain {
	let stopping = false;
	let running = 0;
	let idle = () => {};
	const timer = setInterval(wake, pollMs);
	return { wake, stop };

	function wake(): void {
		if (stopping || running >= workersMax) return;
		running++;
		void work().finally(() => {
			running--;
			if (running === 0) idle();
		});
	}

	async function work(): Promise<void> {
		try {
			while (!stopping && (await drainOneLane(deps))) if (running < workersMax) wake();
		} catch (error) {
			// The database is out of reach: the timer tries again.
			deps.log.error({ err: error }, "the inbox cannot be read");
		}
	}

	async function stop(): Promise<void> {
		stopping = true;
		clearInterval(timer);
		if (running > 0) await new Promise<void>((resolve) => (idle = resolve));
	}
}

async function drainOneLane(deps: DrainDeps): Promise<boolean> {
	const lease = await takeDueLane(deps.database.queries, deps.holder);
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
