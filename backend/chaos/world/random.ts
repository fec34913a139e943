// Chance from a seed: the same seed gives the same numbers on every machine.
import { createHash } from "node:crypto";

export interface Random {
	/** From 0 up to, not including, 1. */
	next(): number;
	chance(probability: number): boolean;
	/** A whole number from `from` to `to`, both included. */
	between(from: number, to: number): number;
	pick<T>(list: readonly T[]): T;
	shuffle<T>(list: readonly T[]): T[];
	/** A source of its own, that draws from here do not disturb. */
	fork(name: string): Random;
}

export function createRandom(seed: string): Random {
	let state = createHash("sha256").update(seed).digest().readUInt32LE();
	return { next, chance, between, pick, shuffle, fork: (name) => createRandom(`${seed}/${name}`) };

	// mulberry32: small, fast, and good enough to choose faults with.
	function next(): number {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	function chance(probability: number): boolean {
		return next() < probability;
	}

	function between(from: number, to: number): number {
		return from + Math.floor(next() * (to - from + 1));
	}

	function pick<T>(list: readonly T[]): T {
		const picked = list[Math.floor(next() * list.length)];
		if (picked === undefined) throw new Error("nothing to pick from");
		return picked;
	}

	function shuffle<T>(list: readonly T[]): T[] {
		return list
			.map((item) => ({ item, place: next() }))
			.sort((a, b) => a.place - b.place)
			.map(({ item }) => item);
	}
}
