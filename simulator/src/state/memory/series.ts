// Records in order of creation, where the newest are asked for first and removals are rare.

/** A place in the order. It is dead once its record is removed, or has left the group it stands for. */
export interface Placed {
	sequence: number;
}

/** Plain data, since there are as many of these as there are customers. */
export interface Series<Entry extends Placed> {
	entries: Entry[];
	dead: number;
	/** All before this place are dead; what is forgotten by age is always the oldest. */
	head: number;
}

/** Few enough that clearing them away is not worth a copy. */
const toleratedDead = 16;

export function seriesOf<Entry extends Placed>(entries: Entry[]): Series<Entry> {
	return { entries, dead: 0, head: 0 };
}

/** Adding the newest costs the same at any size; another place is found by halving. */
export function addTo<Entry extends Placed>(series: Series<Entry>, entry: Entry): void {
	const { entries } = series;
	const place = placeOf(entries, entry.sequence);
	series.head = Math.min(series.head, place);
	if (entries[place]?.sequence === entry.sequence) series.dead -= 1;
	else if (place === entries.length) entries.push(entry);
	else entries.splice(place, 0, entry);
}

/**
 * Tells that one entry is dead now. It stays in the way until the dead are the majority; sweeping them out
 * costs each of them one visit.
 */
export function dropFrom<Entry extends Placed>(
	series: Series<Entry>,
	isAlive: (entry: Entry) => boolean,
): void {
	series.dead += 1;
	if (series.dead <= toleratedDead || series.dead * 2 < series.entries.length) return;
	series.entries = series.entries.filter(isAlive);
	series.dead = 0;
	series.head = 0;
}

/** The living, oldest first. */
export function* oldestFirst<Entry extends Placed>(
	series: Series<Entry>,
	isAlive: (entry: Entry) => boolean,
): Iterable<Entry> {
	const { entries } = series;
	let beginning = true;
	for (let place = series.head; place < entries.length; place += 1) {
		const entry = entries[place];
		if (entry === undefined || !isAlive(entry)) continue;
		if (beginning && series.entries === entries) series.head = place;
		beginning = false;
		yield entry;
	}
}

/** Newest first, beginning below the sequence `limit`, the dead included. */
export function* newestFirst<Entry extends Placed>(
	{ entries }: Series<Entry>,
	limit: number,
): Iterable<Entry> {
	for (let place = placeOf(entries, limit) - 1; place >= 0; place -= 1) {
		const entry = entries[place];
		if (entry !== undefined) yield entry;
	}
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
