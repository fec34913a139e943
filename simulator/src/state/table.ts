// One collection in memory: a record by its id at once, a group of records without a scan.
import type { ListScope } from "../billing/core/state.ts";
import { createSeries, type Series } from "./series.ts";

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

type GroupsOf<Item> = ((record: Item) => string[]) | undefined;

export function createTable<Item extends { id: string }>(groupsOf: GroupsOf<Item>): Table<Item> {
	const entries = new Map<string, Entry<Item>>();
	const order = createSeries<Entry<Item>>(({ record }) => record !== null);
	const groups = new Map<string, Series<Entry<Item>>>();
	let sequence = 0;

	function namesOf(record: Item | null): readonly string[] {
		// Nobody asks for what belongs to nothing, and that group would hold nearly everything.
		if (record === null || groupsOf === undefined) return [];
		return groupsOf(record).filter((name) => !name.endsWith(":null"));
	}

	function regroup(entry: Entry<Item>, before: Item | null): void {
		const [were, are] = [namesOf(before), namesOf(entry.record)];
		for (const name of were) if (!are.includes(name)) leave(name);
		for (const name of are) if (!were.includes(name)) join(name, entry);
	}

	function join(name: string, entry: Entry<Item>): void {
		const belongs = ({ record }: Entry<Item>) => namesOf(record).includes(name);
		const group = groups.get(name) ?? createSeries<Entry<Item>>(belongs);
		groups.set(name, group);
		group.add(entry);
	}

	function leave(name: string): void {
		const group = groups.get(name);
		group?.drop();
		if (group?.empty()) groups.delete(name);
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
				order.add(entry);
			}
			regroup(entry, before);
		},
		remove(id) {
			const entry = entries.get(id);
			if (entry === undefined) return;
			const before = entry.record;
			entries.delete(id);
			entry.record = null;
			order.drop();
			regroup(entry, before);
		},
		*newestFirst({ group, before } = {}) {
			const limit = before === undefined ? sequence : (entries.get(before)?.sequence ?? 0);
			const series = group === undefined ? order : groups.get(group);
			for (const { record } of series?.newestFirst(limit) ?? []) if (record !== null) yield record;
		},
		*oldestFirst() {
			for (const { record } of order.oldestFirst()) if (record !== null) yield record;
		},
	};
}
