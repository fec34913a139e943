// What may go wrong, how often, and how often it did.
import type { Random } from "./random.ts";

/** Probabilities: of each delivery, of each await, of each call to Stripe. */
export interface Rates {
	drop: number;
	duplicate: number;
	delay: number;
	ackLost: number;
	forged: number;
	oldVersion: number;
	crash: number;
	databaseError: number;
	rateLimited: number;
	errorBefore: number;
	errorAfter: number;
	timeoutAfter: number;
	slowAnswer: number;
}

export type Fault = keyof Rates;

export const calm: Rates = {
	drop: 0,
	duplicate: 0,
	delay: 0,
	ackLost: 0,
	forged: 0,
	oldVersion: 0,
	crash: 0,
	databaseError: 0,
	rateLimited: 0,
	errorBefore: 0,
	errorAfter: 0,
	timeoutAfter: 0,
	slowAnswer: 0,
};

/** Each world draws its own weather. In a third of them no delivery is lost, so that none may be missing. */
export function drawRates(random: Random): Rates {
	const upTo = (most: number) => random.next() * most;
	return {
		drop: random.chance(1 / 3) ? 0 : upTo(0.3),
		duplicate: upTo(0.5),
		delay: upTo(0.5),
		ackLost: upTo(0.1),
		forged: 0.05,
		oldVersion: random.chance(0.3) ? upTo(0.2) : 0,
		crash: random.chance(0.2) ? 0 : upTo(0.01),
		databaseError: upTo(0.01),
		rateLimited: random.chance(0.3) ? 0 : upTo(0.3),
		errorBefore: upTo(0.05),
		errorAfter: upTo(0.05),
		timeoutAfter: upTo(0.05),
		slowAnswer: upTo(0.3),
	};
}

export interface Faults {
	/** Whether it happens now; counted when it does. */
	strikes(fault: Fault): boolean;
	/** From now on nothing goes wrong. */
	heal(): void;
}

export type Counts = Map<string, number>;

export function count(counts: Counts, name: string, by = 1): void {
	counts.set(name, (counts.get(name) ?? 0) + by);
}

/** `off`: faults that never strike, whatever their rate, without moving the others. */
export function createFaults(
	random: Random,
	rates: Rates,
	options: { off: ReadonlySet<string>; counts: Counts },
): Faults {
	let now = rates;
	return {
		strikes(fault) {
			const strikes = random.chance(now[fault]) && !options.off.has(fault);
			if (strikes) count(options.counts, `fault: ${fault}`);
			return strikes;
		},
		heal() {
			now = calm;
		},
	};
}
