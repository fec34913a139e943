// Lets what falls due happen by itself while nobody asks.
import type { World } from "./world.ts";

const longestWaitMs = 3600 * 1000;
const shortestWaitMs = 200;

/** Wakes at the next due instant, and again whenever the timers change. `stop` ends it. */
export function startTicking(world: World, clock: () => Date): { stop(): void } {
	let timer: NodeJS.Timeout | undefined;

	function plan(): void {
		clearTimeout(timer);
		const due = world.state.nextTimer(null)?.dueAt;
		if (due === undefined) return;
		const wait = (due - world.offset()) * 1000 - clock().getTime();
		const bounded = Math.min(Math.max(wait, shortestWaitMs), longestWaitMs);
		timer = setTimeout(wake, bounded).unref();
	}

	function wake(): void {
		world.advanceTo(world.now());
		plan();
	}

	world.onCommit((changes) => {
		if (changes.some(({ name }) => name === "timer")) plan();
	});
	world.onReplaced(plan);
	plan();
	return { stop: () => clearTimeout(timer) };
}
