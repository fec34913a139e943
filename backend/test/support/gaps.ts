// Jobs started by hand, time that passes at the simulator, and its levers.
import { setTimeout as sleep } from "node:timers/promises";
import { runJobNow } from "../../src/jobs/run-jobs.ts";
import type { Backend, Simulator } from "./start.ts";

type JobName = keyof Backend["app"]["jobs"];

/** Runs a job in this process and answers what it found; throws what it throws. */
export async function runJob(
	house: Backend,
	name: JobName,
	options: { force?: boolean; onProgress?: (progress: { done: number }) => void } = {},
): Promise<Record<string, unknown>> {
	const signal = new AbortController().signal;
	const deps = { ...house.app.deps, holder: "a test" };
	const found = await runJobNow(deps, house.app.jobs[name], { signal, ...options });
	if (found === null) throw new Error(`${name} is run by somebody else`);
	return { ...found };
}

/** Moves the simulator's clock, and waits until the backend's has followed. */
export async function pass(house: Backend & { simulator: Simulator }, days: number) {
	const to = house.simulator.now() + days * 86_400;
	house.simulator.advanceTo(to);
	while (house.app.deps.clock.now().getTime() < to * 1000) await sleep(20);
}

/** Moves one of the simulator's levers: a path under `/_simulator`. */
export async function lever(
	simulator: Simulator,
	path: string,
	options: { method?: string; body?: unknown } = {},
): Promise<void> {
	const response = await fetch(`${simulator.url}/_simulator/${path}`, {
		method: options.method ?? "POST",
		...(options.body !== undefined && {
			headers: { "content-type": "application/json" },
			body: JSON.stringify(options.body),
		}),
	});
	if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}
