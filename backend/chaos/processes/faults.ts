// What goes wrong, and when: processes die and freeze, lines are cut, Stripe refuses, strangers knock.
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../world/random.ts";
import type { Scene } from "./scene.ts";
import { type Gone, strikesOn } from "./strikes.ts";
import type { Tally } from "./tally.ts";

/** How often something happens, drawn once for a run. */
export interface Rates {
	dropRate: number;
	duplicateRate: number;
	deliveryDelayMs: number;
	lostAnswers: number;
	rateLimited: number;
}

export interface Faults {
	gone: readonly Gone[];
	/** Afterwards nothing goes wrong any more. */
	heal(): Promise<void>;
}

export function drawRates(random: Random): Rates {
	return {
		dropRate: random.between(5, 30) / 100,
		duplicateRate: random.between(10, 50) / 100,
		deliveryDelayMs: random.between(0, 1_500),
		lostAnswers: random.between(2, 10) / 100,
		rateLimited: 0.3,
	};
}

const calm = { dropRate: 0, duplicateRate: 0, deliveryDelayMs: 0, scrambleDelivery: false };

/** `freezes`: whether processes are stopped for longer than a lease, which a short run has no time for. */
export async function startFaults(
	scene: Scene,
	parts: { random: Random; tally: Tally; rates: Rates; freezes: boolean; pace: number },
): Promise<Faults> {
	const { random, tally, rates } = parts;
	const gone: Gone[] = [];
	const ending = new AbortController();
	const pause = (ms: number) => sleep(ms, null, { signal: ending.signal }).catch(() => null);
	await spoilStripe(scene, rates);
	const strikes = strikesOn({ scene, tally, gone, pause });
	const actors = Object.entries(schedule)
		.filter(([name]) => parts.freezes || name !== "freeze")
		.map(([name, waits]) => often(name as keyof typeof schedule, waits));
	return { gone, heal };

	async function often(
		name: keyof typeof schedule,
		[from, to]: readonly [number, number],
	): Promise<void> {
		const own = random.fork(name);
		while (!ending.signal.aborted) {
			await pause(own.between(from, to) * parts.pace);
			if (!ending.signal.aborted) await strikes[name](own);
		}
	}

	async function heal(): Promise<void> {
		ending.abort();
		scene.stripeLine.heal();
		scene.webhookLine.heal();
		for (const { databaseLine } of scene.houses) databaseLine.heal();
		await scene.stripe.lever("DELETE", "/faults");
		await scene.stripe.lever("POST", "/settings", calm);
		await Promise.all(actors);
	}
}

/** Milliseconds between two strikes of a kind, from and to. */
const schedule = {
	killBackend: [1_000, 5_000],
	killPostgres: [10_000, 30_000],
	breakLine: [1_000, 5_000],
	silenceStripe: [20_000, 60_000],
	forge: [100, 500],
	disableEndpoint: [40_000, 80_000],
	freeze: [20_000, 40_000],
} as const;

async function spoilStripe({ stripe }: Scene, rates: Rates): Promise<void> {
	const { dropRate, duplicateRate, deliveryDelayMs } = rates;
	const settings = { dropRate, duplicateRate, deliveryDelayMs, scrambleDelivery: true };
	await stripe.lever("POST", "/settings", settings);
	const rules = [
		{ kind: "rate_limit", rate: rates.rateLimited },
		{ kind: "error_before", rate: 0.03 },
		{ kind: "error_after", rate: 0.03 },
		{ kind: "reset_after", rate: 0.02 },
		{ kind: "truncated", rate: 0.01 },
		{ kind: "timeout_after", rate: 0.005, ms: 3_000 },
		{ kind: "latency", rate: 0.05, ms: 800 },
	];
	for (const rule of rules) await stripe.lever("POST", "/faults", { ...rule, path: "/v1/**" });
}
