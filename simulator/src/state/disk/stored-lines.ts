// The state as lines of a file: few records as plain changes, many of a kind packed.
import type { CollectionName, Collections } from "../../billing/core/collections.ts";
import type { Change } from "../../billing/core/state.ts";
import { type PackingLimits, type Table, usualLimits } from "../memory/table.ts";
import type { Parcel } from "./parcel.ts";

export type Tables = { [Name in CollectionName]?: Table<Collections[Name]> };

/** Changes as they are applied, or records of one collection that nobody has to look into. */
export type StoredLine = Change[] | (Parcel & { name: CollectionName });

/** Every record, oldest first within its collection. */
export function* toLines(tables: Tables, limits = usualLimits): Iterable<StoredLine> {
	for (const name of namesOf(tables)) {
		yield* linesOf(tables, name, { ids: tables[name]?.ids() ?? [], limits, known: false });
	}
}

export interface ChangesSince {
	note(changes: readonly Change[]): void;
	/** What was noted since the last time, as it stands now. */
	lines(tables: Tables, limits?: PackingLimits): Iterable<StoredLine>;
	/** Nothing is new, and no dictionary is in the file. */
	forgetAll(): void;
}

/** Keeps the ids of what has changed since it was last written down. */
export function changesSince(): ChangesSince {
	let ids = new Map<CollectionName, Set<string>>();
	const known = new Set<CollectionName>();
	return {
		note(changes) {
			for (const { name, id, record } of changes) {
				const noted = ids.get(name) ?? new Set();
				ids.set(name, noted);
				// What is made anew comes where it is made, not where the old one was.
				if (record === null) noted.delete(id);
				noted.add(id);
			}
		},
		*lines(tables, limits = usualLimits) {
			const noted = ids;
			ids = new Map();
			for (const [name, changed] of noted) {
				const gone = [...changed].filter((id) => tables[name]?.has(id) !== true);
				// A removal says the same whatever the name.
				if (gone.length > 0) yield gone.map((id) => ({ name, id, record: null }) as Change);
				yield* linesOf(tables, name, { ids: changed, limits, known: known.has(name) });
				if (isPacked(tables, name, limits)) known.add(name);
			}
		},
		forgetAll() {
			ids = new Map();
			known.clear();
		},
	};
}

interface Wanted {
	ids: Iterable<string>;
	limits: PackingLimits;
	/** Whether the file has the dictionary of the collection. */
	known: boolean;
}

function* linesOf(
	tables: Tables,
	name: CollectionName,
	{ ids, limits, known }: Wanted,
): Iterable<StoredLine> {
	const table = tables[name];
	if (table === undefined) return;
	if (!isPacked(tables, name, limits)) {
		for (const id of ids) {
			const record = table.get(id);
			// The table it came from fixes the record's type.
			if (record !== undefined) yield [{ name, id, record } as Change];
		}
		return;
	}
	let first = !known;
	for (const parcel of table.parcels(ids)) {
		const dictionary = first ? table.dictionary() : undefined;
		first = false;
		yield { name, ...parcel, ...(dictionary === undefined ? {} : { dictionary }) };
	}
}

/** Timers are read at once when they are loaded; and what stays unpacked in memory is not worth it. */
function isPacked(tables: Tables, name: CollectionName, limits: PackingLimits): boolean {
	return name !== "timer" && (tables[name]?.count() ?? 0) > limits.loose;
}

function namesOf(tables: Tables): CollectionName[] {
	// Object.keys widens the names; nothing else is ever a key of this record.
	return Object.keys(tables) as CollectionName[];
}
