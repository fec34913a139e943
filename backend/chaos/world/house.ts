// One process of the backend, made of its real parts, that may die at any await and is then built anew.
import { billing as catalog } from "../../billing.config.ts";
import type { Database } from "../../src/database/database.ts";
import { createInbox } from "../../src/database/inbox.ts";
import { createLaneLock } from "../../src/database/lane-lock.ts";
import type { Clock } from "../../src/domain/clock.ts";
import { drainOneLane } from "../../src/jobs/drain-events.ts";
import { applyLanes } from "../../src/operations/apply-lanes.ts";
import type { Deps } from "../../src/operations/deps.ts";
import { createStripeClient } from "../../src/stripe/client.ts";
import type { ChaosDatabase, Process } from "./database.ts";
import { type Counts, count, type Faults } from "./faults.ts";
import { guardStripe } from "./stripe-door.ts";
import { never, type Turns, taskName } from "./turns.ts";

export const webhookSecret = "whsec_sim_of_no_endpoint_000";

export interface HouseParts {
	name: string;
	database: ChaosDatabase;
	turns: Turns;
	faults: Faults;
	counts: Counts;
	clock: Clock;
	newId: () => string;
	stripe: { secretKey: string; apiBase: URL };
	/** A line of the history. */
	note: (line: string) => void;
}

/** What became of a task. `lost`: the process died under it. */
export interface Outcome<T> {
	done?: (result: T) => void;
	failed?: (error: unknown) => void;
	lost?: () => void;
}

export interface House extends Process {
	readonly name: string;
	readonly deps: Deps;
	/** Tasks that have begun and not ended. */
	readonly running: number;
	start<T>(name: string, work: () => Promise<T>, outcome?: Outcome<T>): void;
	/** Takes up what waits in the inbox, unless it is at it already. */
	drain(): void;
}

const inboxLimits = { batchMax: 128, waitingMax: 4_000, waitingBytesMax: 32_000_000 };
const quiet = { info() {}, warn() {}, error() {} };

export function openHouse(parts: HouseParts): House {
	const tasks = new Set<{ name: string; lost: () => void }>();
	let dead = false;
	const house = {
		name: parts.name,
		get dead() {
			return dead;
		},
		get running() {
			return tasks.size;
		},
		die,
		start,
		drain,
	};
	const database = parts.database.doorOf(house, parts);
	const deps = wire(parts, house, database);
	return Object.assign(house, { deps });

	function die(): void {
		if (dead) return;
		dead = true;
		parts.note(`${parts.name} dies during ${[...tasks].map((task) => task.name).join(", ")}`);
		count(parts.counts, "process killed");
		for (const { lost } of tasks) lost();
		tasks.clear();
	}

	function start<T>(name: string, work: () => Promise<T>, outcome: Outcome<T> = {}): void {
		if (dead) {
			outcome.lost?.();
			return;
		}
		const task = { name, lost: () => outcome.lost?.() };
		tasks.add(task);
		const end = (tell: () => void) => {
			if (dead) return;
			tasks.delete(task);
			tell();
		};
		taskName
			.run(name, work)
			.then((result) => end(() => outcome.done?.(result)))
			.catch((error: unknown) =>
				end(() => {
					count(parts.counts, `failed: ${name}`);
					outcome.failed?.(error);
				}),
			);
	}

	function drain(): void {
		if (runningOf("fold") === 0) start("fold", () => repeat(fold));
		if (runningOf("apart") === 0) drainApart();
	}

	function drainApart(): void {
		if (runningOf("apart") < 2)
			start("apart", () => repeat(() => drainOneLane({ ...deps, holder: parts.name })));
	}

	async function fold(): Promise<boolean> {
		const { lanes, apart } = await applyLanes(deps);
		if (apart > 0) drainApart();
		return lanes > 0;
	}

	function runningOf(name: string): number {
		return [...tasks].filter((task) => task.name === name).length;
	}

	async function repeat(turn: () => Promise<boolean>): Promise<void> {
		while (!dead && (await turn()));
		if (dead) await never();
	}
}

function wire(parts: HouseParts, house: Process & { drain(): void }, database: Database): Deps {
	return {
		database,
		inbox: createInbox(database, inboxLimits),
		laneLock: createLaneLock(database, parts.name),
		stripe: guardStripe(createStripeClient(parts.stripe, parts.clock), house, parts),
		catalog,
		clock: parts.clock,
		log: quiet,
		newId: parts.newId,
		baseUrl: "http://localhost:3000",
		livemode: false,
		webhookSecrets: [webhookSecret],
		onWork: house.drain,
	};
}
