// One collection in memory: a record by its id at once, a group of records without a scan.
import type { ListScope } from "../billing/core/state.ts";
import { addTo, dropFrom, newestFirst, oldestFirst, type Series, seriesOf } from "./series.ts";

interface Entry<Item> {
	/** The order of creation within the collection; it outlives changes of the record. */
	sequence: number;
	record: Item | null;
}

export interface Table<Item> {
	get(id: string): Item | undefined;
	put(record: Item): void;
	remove(id: string): void;
	newestFirst(scope?: ListScope): Iterable<Item>;
	oldestFirst(): Iterable<Item>;
}

/** Most groups have one member, which then stands for itself. */
type Group<Item> = Entry<Item> | Series<Entry<Item>>;
type GroupsOf<Item> = ((record: Item) => string[]) | undefined;

export function createTable<Item extends { id: string }>(groupsOf: GroupsOf<Item>): Table<Item> {
	const entries = new Map<string, Entry<Item>>();
	const order: Series<Entry<Item>> = seriesOf([]);
	const groups = new Map<string, Group<Item>>();
	let sequence = 0;
	const isAlive = ({ record }: Entry<Item>) => record !== null;

	function namesOf(record: Item | null): readonly string[] {
		// Nobody asks for what belongs to nothing, and that group would hold nearly everything.
		if (record === null || groupsOf === undefined) return [];
		return groupsOf(record).filter((name) => !name.endsWith(":null"));
	}

	function regroup(entry: Entry<Item>, before: Item | null): void {
		const [were, are] = [namesOf(before), namesOf(entry.record)];
		for (const name of were) if (!are.includes(name)) leave(name, entry);
		for (const name of are) if (!were.includes(name)) join(name, entry);
	}

	function join(name: string, entry: Entry<Item>): void {
		const group = groups.get(name);
		if (group === undefined) groups.set(name, entry);
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
		dropFrom(group, ({ record }) => namesOf(record).includes(name));
		if (group.dead === group.entries.length) groups.delete(name);
	}

	function* inGroup(name: string, limit: number): Iterable<Item> {
		const group = groups.get(name);
		if (group === undefined) return;
		const series = "entries" in group ? group : seriesOf([group]);
		for (const { record } of newestFirst(series, limit)) {
			if (record !== null && namesOf(record).includes(name)) yield record;
		}
	}

	return {
		get: (id) => entries.get(id)?.record ?? undefined,
		put(record) {
			const known = entries.get(record.id);
			const entry = known ?? { sequence: sequence++, record };
			const before = known?.record ?? null;
			entry.record = record;
			if (known === undefined) {
				entries.set(record.id, entry);
				addTo(order, entry);
			}
			regroup(entry, before);
		},
		remove(id) {
			const entry = entries.get(id);
			if (entry === undefined) return;
			const before = entry.record;
			entries.delete(id);
			entry.record = null;
			dropFrom(order, isAlive);
			regroup(entry, before);
		},
		*newestFirst({ group, before } = {}) {
			const limit = before === undefined ? sequence : (entries.get(before)?.sequence ?? 0);
			if (group !== undefined) yield* inGroup(group, limit);
			else for (const { record } of newestFirst(order, limit)) if (record !== null) yield record;
		},
		*oldestFirst() {
			for (const { record } of oldestFirst(order, isAlive)) if (record !== null) yield record;
		},
	};
}
