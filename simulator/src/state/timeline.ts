// Lets what falls due happen, in order, on the simulator's own clock and on test clocks.
import type { State } from "../billing/core/state.ts";
import type { Timer } from "../billing/core/time/timers.ts";

export interface TimelineParts {
	state: State;
	/** Does what the timer stands for, as of its due instant. */
	fire(timer: Timer): void;
	/** Says that the simulated clock stands at `to` from now on. */
	moveTo(to: number): void;
	/** The wall clock. */
	clock: () => Date;
}

export interface Timeline {
	/** Everything due until `to` on this clock has happened when it returns. */
	catchUp(to: number, clock: string | null): void;
	/** The clock stands at `to` afterwards, and everything due on the way has happened. */
	advanceTo(to: number): void;
	/** The same, letting requests and deliveries through every few milliseconds. */
	advance(to: number): Promise<void>;
}

const sliceMs = 20;

export function createTimeline({ state, fire, moveTo, clock: wall }: TimelineParts): Timeline {
	function dueTimer(to: number, clock: string | null): Timer | undefined {
		const timer = state.nextTimer(clock);
		return timer !== undefined && timer.dueAt <= to ? timer : undefined;
	}

	function catchUp(to: number, clock: string | null): void {
		for (;;) {
			const timer = dueTimer(to, clock);
			if (timer === undefined) return;
			fire(timer);
		}
	}

	/** Answers the instant reached: `to`, or that of the last timer when time ran out before. */
	function advanceSlice(to: number): number {
		const endMs = wall().getTime() + sliceMs;
		for (;;) {
			const timer = dueTimer(to, null);
			if (timer === undefined) return to;
			fire(timer);
			if (wall().getTime() >= endMs && dueTimer(to, null) !== undefined) return timer.dueAt;
		}
	}

	return {
		catchUp,
		advanceTo(to) {
			catchUp(to, null);
			moveTo(to);
		},
		async advance(to) {
			for (;;) {
				const reached = advanceSlice(to);
				moveTo(reached);
				if (reached === to && dueTimer(to, null) === undefined) return;
				await new Promise((resolve) => setImmediate(resolve));
			}
		},
	};
}
