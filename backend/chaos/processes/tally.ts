// What is counted and measured during a run.

export interface Tally {
	add(name: string, by?: number): void;
	count(name: string): number;
	/** Every count whose name begins so, by the rest of the name. */
	under(prefix: string): Record<string, number>;
	/** One measurement, in milliseconds. */
	measure(name: string, ms: number): void;
	spread(name: string): Spread;
}

/** Milliseconds; all 0 when nothing was measured. */
export interface Spread {
	n: number;
	p50: number;
	p99: number;
	max: number;
}

export function createTally(): Tally {
	const counts = new Map<string, number>();
	const measured = new Map<string, number[]>();
	const count = (name: string) => counts.get(name) ?? 0;
	return {
		count,
		add: (name, by = 1) => void counts.set(name, count(name) + by),
		under: (prefix) =>
			Object.fromEntries(
				[...counts]
					.filter(([name]) => name.startsWith(prefix))
					.map(([name, value]) => [name.slice(prefix.length), value] as const)
					.sort(([, a], [, b]) => b - a),
			),
		measure: (name, ms) => {
			const list = measured.get(name) ?? [];
			list.push(ms);
			measured.set(name, list);
		},
		spread: (name) => spreadOf(measured.get(name) ?? []),
	};
}

export function spreadOf(values: readonly number[]): Spread {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number) =>
		Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
	return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
