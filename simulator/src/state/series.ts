// Records in order of creation, where the newest are asked for first and removals are rare.

/** A place in the order. It is dead once its record is removed, or has left the group it stands for. */
export interface Placed {
	sequence: number;
}

export interface Series<Entry extends Placed> {
	add(entry: Entry): void;
	/** Tells that one entry is dead now; it stays in the way until enough of them are. */
	drop(): void;
	/** Newest first, beginning below the sequence `limit`, without the dead. */
	newestFirst(limit: number): Iterable<Entry>;
	oldestFirst(): Iterable<Entry>;
	/** Whether nothing is left. */
	empty(): boolean;
}

/** Few enough that clearing them away is not worth a copy. */
const toleratedDead = 16;

/**
 * Adding the newest costs the same at any size; finding a place halves its way there. Dead entries are
 * swept out when they are the majority, which costs each of them one visit.
 */
export function createSeries<Entry extends Placed>(
	isAlive: (entry: Entry) => boolean,
): Series<Entry> {
	let entries: Entry[] = [];
	let dead = 0;
	return {
		add(entry) {
			const place = placeOf(entries, entry.sequence);
			if (entries[place]?.sequence === entry.sequence) {
				entries[place] = entry;
				dead -= 1;
			} else if (place === entries.length) entries.push(entry);
			else entries.splice(place, 0, entry);
		},
		drop() {
			dead += 1;
			if (dead <= toleratedDead || dead * 2 < entries.length) return;
			entries = entries.filter(isAlive);
			dead = 0;
		},
		*newestFirst(limit) {
			const walked = entries;
			for (let place = placeOf(walked, limit) - 1; place >= 0; place -= 1) {
				const entry = walked[place];
				if (entry !== undefined && isAlive(entry)) yield entry;
			}
		},
		*oldestFirst() {
			for (const entry of entries) if (isAlive(entry)) yield entry;
		},
		empty: () => dead === entries.length,
	};
}

/** The first place whose sequence is not below `sequence`. */
function placeOf(entries: readonly Placed[], sequence: number): number {
	const last = entries.at(-1);
	if (last === undefined || last.sequence < sequence) return entries.length;
	let [low, high] = [0, entries.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((entries[middle]?.sequence ?? 0) < sequence) low = middle + 1;
		else high = middle;
	}
	return low;
}
