// Does, a moment after it was asked for, what advancing a test clock means.
import type { World } from "./world.ts";

/**
 * Watches for clocks that are advancing, also those that an earlier process left so. Each is ready after
 * the setting `testClockAdvanceMs` of wall time, and never within the request that asked for it.
 */
export function startTestClocks(world: World): { stop(): void } {
	const waiting = new Map<string, () => void>();

	function plan(id: string): void {
		if (waiting.has(id)) return;
		const finish = () => {
			waiting.delete(id);
			world.finishTestClock(id);
		};
		waiting.set(id, later(finish, world.settings.testClockAdvanceMs));
	}

	function stop(): void {
		for (const cancel of waiting.values()) cancel();
		waiting.clear();
	}

	function planAll(): void {
		stop();
		for (const clock of world.state.list("test_helpers.test_clock")) {
			if (clock.status === "advancing") plan(clock.id);
		}
	}

	world.onCommit((changes) => {
		for (const { name, record } of changes) {
			if (name === "test_helpers.test_clock" && record?.status === "advancing") plan(record.id);
		}
	});
	world.onReplaced(planAll);
	planAll();
	return { stop };
}

/** Without a wait it is done before the next request can be read. Answers how to call it off. */
function later(act: () => void, waitMs: number): () => void {
	if (waitMs === 0) {
		const soon = setImmediate(act);
		return () => clearImmediate(soon);
	}
	const timer = setTimeout(act, waitMs);
	return () => clearTimeout(timer);
}
