// One thing at a time: whoever wants to reach the outside waits here until chance lets it go on.
import { AsyncLocalStorage } from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import timers, { setImmediate as afterMicrotasks } from "node:timers/promises";
import type { Random } from "./random.ts";

/** Something that can die: a process with all that runs in it. */
export interface Mortal {
	readonly dead: boolean;
}

interface Waiting {
	owner: Mortal;
	label: string;
	go: () => void;
}

interface Sleeper {
	at: number;
	wake: () => void;
}

export interface Turns {
	/** Waits for its turn, then runs `work` while nobody else runs. Never resolves once `owner` is dead. */
	effect<T>(owner: Mortal, label: string, work: () => Promise<T>): Promise<T>;
	/** Lets one of those that wait go on, and resolves when everybody waits again. False: nobody waits. */
	step(): Promise<boolean>;
	/** The simulated instant at which the next sleeper wakes; null when nobody sleeps. */
	nextWake(): number | null;
	/** Wakes whoever has slept long enough. */
	wakeUntil(nowMs: number): Promise<void>;
	/** Nothing sleeps by the machine's own clock between the two calls. */
	close(): void;
}

/** The name of the task that runs here, for who wants to count by task. */
export const taskName = new AsyncLocalStorage<string>();

export function createTurns(random: Random, nowMs: () => number): Turns {
	let waiting: Waiting[] = [];
	let sleepers: Sleeper[] = [];
	let busy = 0;
	let rested = () => {};
	const giveTimeBack = simulateSleep((ms) => {
		return new Promise((wake) => sleepers.push({ at: nowMs() + ms, wake }));
	});
	return { effect, step, nextWake, wakeUntil, close: giveTimeBack };

	async function effect<T>(owner: Mortal, label: string, work: () => Promise<T>): Promise<T> {
		if (owner.dead) return never();
		await new Promise<void>((go) => waiting.push({ owner, label, go }));
		busy++;
		try {
			return await work();
		} finally {
			busy--;
			if (busy === 0) rested();
			// The dead hear of nothing: not of the answer, and not of the failure.
			if (owner.dead) await never();
		}
	}

	async function step(): Promise<boolean> {
		// Who has just begun comes here only after its first promises.
		if (waiting.length === 0) await rest();
		waiting = waiting.filter(({ owner }) => !owner.dead);
		if (waiting.length === 0) return false;
		const next = random.pick(waiting);
		waiting = waiting.filter((one) => one !== next);
		next.go();
		await rest();
		return true;
	}

	// What runs on promises alone has run as far as it can when the next turn of the event loop comes.
	async function rest(): Promise<void> {
		await afterMicrotasks();
		while (busy > 0) {
			await new Promise<void>((resolve) => {
				rested = resolve;
			});
			await afterMicrotasks();
		}
	}

	function nextWake(): number | null {
		return sleepers.length === 0 ? null : Math.min(...sleepers.map(({ at }) => at));
	}

	async function wakeUntil(now: number): Promise<void> {
		const due = sleepers.filter(({ at }) => at <= now);
		sleepers = sleepers.filter(({ at }) => at > now);
		for (const { wake } of due) wake();
		if (due.length > 0) await rest();
	}
}

export function never(): Promise<never> {
	return new Promise(() => {});
}

// The backend sleeps by Node's own timer in two places (waiting for a lane, and for the read budget).
// Under a simulated clock these sleeps are simulated as well, else a run could not be repeated.
function simulateSleep(sleep: (ms: number) => Promise<void>): () => void {
	const real = timers.setTimeout;
	Object.assign(timers, { setTimeout: (ms = 0) => sleep(ms) });
	syncBuiltinESMExports();
	return () => {
		Object.assign(timers, { setTimeout: real });
		syncBuiltinESMExports();
	};
}
