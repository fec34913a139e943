// The state in memory: every collection by id, by group and in order of creation.
import { type CollectionName, type Collections, groupsOf } from "../billing/core/collections.ts";
import type { Change, ListScope, State } from "../billing/core/state.ts";
import { createTimerQueue } from "./timer-queue.ts";

interface Entry<Item> {
	sequence: number;
	record: Item;
}

interface Table<Item> {
	entries: Map<string, Entry<Item>>;
	/** Ids in order of creation; a removed record leaves a gap that is skipped. */
	order: { id: string; sequence: number }[];
	groups: Map<string, Set<string>>;
}

type Tables = { [Name in CollectionName]?: Table<Collections[Name]> };

/** The state plus the ways a shell changes it. */
export interface MemoryState extends State {
	apply(changes: readonly Change[]): void;
	clear(): void;
	/** Every record as a change that would put it again, oldest first within its collection. */
	dump(): Iterable<Change>;
}

export function createMemoryState(): MemoryState {
	let tables: Tables = {};
	let timers = createTimerQueue();
	let sequence = 0;

	function tableOf<Name extends CollectionName>(name: Name): Table<Collections[Name]> {
		const existing = tables[name];
		if (existing !== undefined) return existing;
		const created: Tables[Name] & Table<Collections[Name]> = {
			entries: new Map(),
			order: [],
			groups: new Map(),
		};
		tables[name] = created;
		return created;
	}

	function put<Name extends CollectionName>(name: Name, record: Collections[Name]): void {
		const table = tableOf(name);
		const before = table.entries.get(record.id);
		if (before !== undefined) forgetGroups(table, name, before.record);
		else {
			sequence += 1;
			table.order.push({ id: record.id, sequence });
		}
		table.entries.set(record.id, { sequence: before?.sequence ?? sequence, record });
		for (const group of groupsOf[name]?.(record) ?? []) {
			const members = table.groups.get(group);
			if (members === undefined) table.groups.set(group, new Set([record.id]));
			else members.add(record.id);
		}
	}

	function remove<Name extends CollectionName>(name: Name, id: string): void {
		const table = tableOf(name);
		const before = table.entries.get(id);
		if (before === undefined) return;
		forgetGroups(table, name, before.record);
		table.entries.delete(id);
	}

	return {
		get: (name, id) => tableOf(name).entries.get(id)?.record,
		list: (name, scope) => newestFirst(tableOf(name), scope),
		nextTimer: () => timers.peek((id) => tableOf("timer").entries.get(id)?.record),
		apply(changes) {
			for (const change of changes) {
				if (change.record === null) remove(change.name, change.id);
				else put(change.name, change.record);
				if (change.name === "timer" && change.record !== null) timers.push(change.record);
			}
		},
		clear() {
			tables = {};
			timers = createTimerQueue();
		},
		*dump() {
			for (const [name, table] of Object.entries(tables)) {
				for (const { id, sequence: place } of table.order) {
					const entry = table.entries.get(id);
					// Object.entries widens the name; the table it came from fixes the record's type.
					if (entry?.sequence === place) yield { name, id, record: entry.record } as Change;
				}
			}
		},
	};
}

function forgetGroups<Name extends CollectionName>(
	table: Table<Collections[Name]>,
	name: Name,
	record: Collections[Name],
): void {
	for (const group of groupsOf[name]?.(record) ?? []) {
		const members = table.groups.get(group);
		members?.delete(record.id);
		if (members?.size === 0) table.groups.delete(group);
	}
}

function* newestFirst<Item>(table: Table<Item>, scope: ListScope = {}): Iterable<Item> {
	const limit =
		scope.before === undefined
			? Number.POSITIVE_INFINITY
			: (table.entries.get(scope.before)?.sequence ?? 0);
	if (scope.group !== undefined) {
		yield* groupMembers(table, scope.group, limit);
		return;
	}
	for (let place = placeBefore(table.order, limit); place >= 0; place -= 1) {
		const slot = table.order[place];
		const entry = table.entries.get(slot?.id ?? "");
		if (entry !== undefined && entry.sequence === slot?.sequence) yield entry.record;
	}
}

function* groupMembers<Item>(table: Table<Item>, group: string, limit: number): Iterable<Item> {
	const members = [...(table.groups.get(group) ?? [])]
		.map((id) => table.entries.get(id))
		.filter((entry) => entry !== undefined && entry.sequence < limit)
		.sort((left, right) => (right?.sequence ?? 0) - (left?.sequence ?? 0));
	for (const member of members) {
		if (member !== undefined) yield member.record;
	}
}

/** The last place whose sequence is below the limit, by halving. */
function placeBefore(order: readonly { sequence: number }[], limit: number): number {
	let [low, high] = [0, order.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((order[middle]?.sequence ?? 0) < limit) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
