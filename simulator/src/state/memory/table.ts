// One collection in memory: a record by its id at once, a group of records without a scan.
import type { ListScope } from "../../billing/core/state.ts";
import { blockOf, type GroupsOf, groupNames, type Parcel, toParcel } from "../disk/parcel.ts";
import {
	type Block,
	blockSize,
	createPackedRecords,
	type PackedRecords,
} from "./packed-records.ts";
import { addTo, dropFrom, newestFirst, oldestFirst, type Series, seriesOf } from "./series.ts";

/** A record as it is, or its place in a block when nobody has changed it for long; neither once removed. */
interface Entry<Item> {
	/** The order of creation within the collection; it outlives changes of the record. */
	sequence: number;
	record: Item | null;
	block: Block | null;
	place: number;
}

export interface Table<Item> {
	get(id: string): Item | undefined;
	has(id: string): boolean;
	/** How many records there are. */
	count(): number;
	put(record: Item): void;
	remove(id: string): void;
	newestFirst(scope?: ListScope): Iterable<Item>;
	oldestFirst(): Iterable<Item>;
	/** These records, some to a parcel, in the order given; ids that are not there are left out. */
	parcels(ids: Iterable<string>): Iterable<Parcel>;
	/** All ids, in order of creation. */
	ids(): Iterable<string>;
	/** Puts the records of a parcel without looking into it. The first of a table brings the dictionary. */
	adopt(parcel: Parcel): void;
	/** What its parcels are packed with, as base64. */
	dictionary(): string | undefined;
}

/** Most groups have one member, which then stands for itself. */
type Group<Item> = Entry<Item> | Series<Entry<Item>>;

/** How many of a table's records stay unpacked, those changed last, and how many are packed at a time. */
export interface PackingLimits {
	loose: number;
	atOnce: number;
}

export const usualLimits: PackingLimits = { loose: 2048, atOnce: 32 * blockSize };

const isAlive = ({ record, block }: Entry<unknown>) => record !== null || block !== null;

export function createTable<Item extends { id: string }>(
	groupsOf: GroupsOf<Item>,
	limits: PackingLimits = usualLimits,
): Table<Item> {
	const entries = new Map<string, Entry<Item>>();
	const order: Series<Entry<Item>> = seriesOf([]);
	const groups = createGroups(groupsOf, read);
	const loose = new Set<Entry<Item>>();
	const packed = createPackedRecords<Item>();
	let sequence = 0;

	function read({ record, block, place }: Entry<Item>): Item | undefined {
		return record ?? (block === null ? undefined : packed.read(block, place));
	}

	/** Those changed longest ago, in the order of their change: what belongs together stays together. */
	function packOldest(): void {
		const oldest = firstOf(loose, limits.atOnce);
		for (let start = 0; start < oldest.length; start += blockSize) {
			const chunk = oldest.slice(start, start + blockSize);
			const block = packed.pack(chunk.map(({ record }) => record).filter((one) => one !== null));
			chunk.forEach((entry, place) => {
				loose.delete(entry);
				Object.assign(entry, { record: null, block, place });
			});
		}
	}

	function entryFor(id: string): Entry<Item> {
		const known = entries.get(id);
		if (known !== undefined) return known;
		const entry = { sequence: sequence++, record: null, block: null, place: 0 };
		entries.set(id, entry);
		addTo(order, entry);
		return entry;
	}

	return {
		get: (id) => {
			const entry = entries.get(id);
			return entry === undefined ? undefined : read(entry);
		},
		has: (id) => entries.has(id),
		count: () => entries.size,
		put(record) {
			const entry = entryFor(record.id);
			const were = groups.namesFor(entry);
			entry.record = record;
			entry.block = null;
			loose.delete(entry);
			loose.add(entry);
			groups.move(entry, were);
			if (loose.size >= limits.loose + limits.atOnce) packOldest();
		},
		remove(id) {
			const entry = entries.get(id);
			if (entry === undefined) return;
			const were = groups.namesFor(entry);
			entries.delete(id);
			loose.delete(entry);
			entry.record = null;
			entry.block = null;
			dropFrom(order, isAlive);
			groups.move(entry, were);
		},
		*newestFirst({ group, before } = {}) {
			const limit = before === undefined ? sequence : (entries.get(before)?.sequence ?? 0);
			const found = group === undefined ? newestFirst(order, limit) : groups.list(group, limit);
			for (const entry of found) {
				const record = read(entry);
				if (record !== undefined) yield record;
			}
		},
		...parcelling({ entries, groups, groupsOf, loose, packed, entryFor, read }),
		*oldestFirst() {
			for (const entry of oldestFirst(order, isAlive)) {
				const record = read(entry);
				if (record !== undefined) yield record;
			}
		},
	};
}

interface Parts<Item> {
	entries: ReadonlyMap<string, Entry<Item>>;
	groups: Groups<Item>;
	groupsOf: GroupsOf<Item>;
	loose: Set<Entry<Item>>;
	packed: PackedRecords<Item>;
	entryFor(id: string): Entry<Item>;
	read(entry: Entry<Item>): Item | undefined;
}

/** A table's way into a file and back. */
function parcelling<Item extends { id: string }>({
	entries,
	groups,
	groupsOf,
	loose,
	packed,
	entryFor,
	read,
}: Parts<Item>): Pick<Table<Item>, "ids" | "dictionary" | "parcels" | "adopt"> {
	return {
		ids: () => entries.keys(),
		dictionary: () => packed.dictionary()?.toString("base64"),
		*parcels(ids) {
			const found = [...ids].filter((id) => entries.has(id));
			for (let start = 0; start < found.length; start += blockSize) {
				const chosen = found.slice(start, start + blockSize).map(entryFor);
				const records = chosen.map(read).filter((one) => one !== undefined);
				yield toParcel(records, packed, groupsOf);
			}
		},
		adopt(parcel) {
			const block = blockOf(parcel, packed);
			for (const [place, id] of parcel.ids.entries()) {
				const entry = entryFor(id);
				const were = groups.namesFor(entry);
				loose.delete(entry);
				Object.assign(entry, { record: null, block, place });
				groups.move(entry, were, parcel.groups[place] ?? []);
			}
		},
	};
}

function firstOf<Item>(all: Iterable<Item>, count: number): Item[] {
	const first: Item[] = [];
	for (const one of all) {
		if (first.length === count) break;
		first.push(one);
	}
	return first;
}

interface Groups<Item> {
	/** The groups an entry is in as its record stands. */
	namesFor(entry: Entry<Item>): readonly string[];
	/** Leaves the groups that the entry was in, for those its record names now, or for those given. */
	move(entry: Entry<Item>, were: readonly string[], are?: readonly string[]): void;
	/** Its members, newest first. */
	list(name: string, limit: number): Iterable<Entry<Item>>;
}

function createGroups<Item>(
	groupsOf: GroupsOf<Item>,
	read: (entry: Entry<Item>) => Item | undefined,
): Groups<Item> {
	const groups = new Map<string, Group<Item>>();

	function namesFor(entry: Entry<Item>): readonly string[] {
		return groupsOf === undefined ? [] : groupNames(read(entry), groupsOf);
	}

	function join(name: string, entry: Entry<Item>): void {
		const group = groups.get(name);
		if (group === undefined) groups.set(flat(name), entry);
		else if ("entries" in group) addTo(group, entry);
		else {
			const both = seriesOf([group]);
			addTo(both, entry);
			groups.set(name, both);
		}
	}

	function leave(name: string, entry: Entry<Item>): void {
		const group = groups.get(name);
		if (group === entry) groups.delete(name);
		if (group === undefined || !("entries" in group)) return;
		dropFrom(group, (member) => namesFor(member).includes(name));
		if (group.dead === group.entries.length) groups.delete(name);
	}

	return {
		namesFor,
		move(entry, were, are = namesFor(entry)) {
			for (const name of were) if (!are.includes(name)) leave(name, entry);
			for (const name of are) if (!were.includes(name)) join(name, entry);
		},
		*list(name, limit) {
			const group = groups.get(name);
			if (group === undefined) return;
			const series = "entries" in group ? group : seriesOf([group]);
			for (const entry of newestFirst(series, limit)) {
				if (namesFor(entry).includes(name)) yield entry;
			}
		},
	};
}

/** The same text in one piece: one put together keeps its parts in memory as long as it is a key. */
function flat(text: string): string {
	return Buffer.from(text).toString();
}
