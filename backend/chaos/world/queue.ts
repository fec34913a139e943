// What is to begin at some simulated instant.
export type Begin = () => Promise<void> | void;

export interface Queue {
	add(atMs: number, begin: Begin): void;
	nextAt(): number | null;
	/** What is due until then, in the order of its instants; it leaves the queue. */
	takeUntil(ms: number): Begin[];
}

export function createQueue(): Queue {
	let items: { at: number; begin: Begin }[] = [];
	let sorted = true;
	const sort = () => {
		if (!sorted) items.sort((a, b) => a.at - b.at);
		sorted = true;
	};
	return {
		add(at, begin) {
			items.push({ at, begin });
			sorted = false;
		},
		nextAt() {
			sort();
			return items[0]?.at ?? null;
		},
		takeUntil(ms) {
			sort();
			const end = items.findIndex((item) => item.at > ms);
			const taken = end === -1 ? items : items.slice(0, end);
			items = end === -1 ? [] : items.slice(end);
			return taken.map(({ begin }) => begin);
		},
	};
}
