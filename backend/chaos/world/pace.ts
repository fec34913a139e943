// How a world goes on: time that moves, processes that are started again, and waiting until all rest.
import type { ChaosDatabase } from "./database.ts";
import { type House, type HouseParts, openHouse } from "./house.ts";
import type { Random } from "./random.ts";
import type { StripeSide } from "./stripe-side.ts";

interface PaceParts {
	random: Random;
	database: ChaosDatabase;
	stripe: StripeSide;
	house: Omit<HouseParts, "name">;
	time: { ms: number };
	/** Called when a second or more has passed, and something may have happened at Stripe. */
	onSeconds: () => Promise<void>;
}

export interface Pace {
	/** A process that lives; whoever died is started again first. */
	aHouse(): House;
	/** Both processes look for work that nobody woke them for. */
	drainAll(): void;
	moveTo(ms: number): Promise<void>;
	someSteps(most: number): Promise<void>;
	/** Until nobody waits, and nobody who could go on by waiting a little sleeps. */
	untilRest(): Promise<void>;
	end(): void;
}

// So many in one world mean that nothing gets done any more.
const deathsMax = 10_000;

export function createPace(parts: PaceParts): Pace {
	const { random, database, stripe, time } = parts;
	const { turns } = parts.house;
	const houses: House[] = [];
	let started = 0;
	return { aHouse, drainAll, moveTo, someSteps, untilRest, end };

	function aHouse(): House {
		for (const at of [0, 1]) {
			if (houses[at] && !houses[at].dead) continue;
			if (started++ > deathsMax) throw new Error("processes die faster than they work");
			houses[at] = openHouse({ ...parts.house, name: `process-${at}-${started}` });
		}
		return random.pick(houses);
	}

	function drainAll(): void {
		aHouse();
		for (const house of houses) house.drain();
	}

	async function moveTo(ms: number): Promise<void> {
		await tick(ms);
		aHouse();
		// Either process looks by itself from time to time; mostly it is woken by what it stored.
		for (const house of houses) if (random.chance(0.08)) house.drain();
	}

	async function tick(ms: number): Promise<void> {
		const second = Math.floor(ms / 1000);
		const passed = second - Math.floor(time.ms / 1000);
		time.ms = Math.max(time.ms, ms);
		await database.setNow(time.ms);
		if (passed > 0) {
			stripe.advanceTo(second);
			await parts.onSeconds();
		}
		await turns.wakeUntil(time.ms);
	}

	async function someSteps(most: number): Promise<void> {
		for (let taken = 0; taken < most && (await turns.step()); taken++);
	}

	async function untilRest(): Promise<void> {
		let patienceMs = 10;
		for (;;) {
			while (await turns.step());
			if (houses.some((house) => house.dead)) aHouse().drain();
			const wakes = turns.nextWake();
			const busy = houses.reduce((sum, house) => sum + house.running, 0);
			if (wakes === null || (busy === 0 && wakes > time.ms + 60_000)) return;
			// Who asks again and again for a lane is left to ask less and less often.
			patienceMs = Math.min(patienceMs * 2, 8_000);
			await tick(Math.max(wakes, time.ms + patienceMs));
		}
	}

	function end(): void {
		for (const house of houses) house.die();
	}
}
