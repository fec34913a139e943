// The state in memory: every collection by id, by group and in order of creation.
import { type CollectionName, type Collections, groupsOf } from "../../billing/core/collections.ts";
import type { Change, State } from "../../billing/core/state.ts";
import { changesSince, type StoredLine, type Tables, toLines } from "../disk/stored-lines.ts";
import { createTable, type PackingLimits, type Table } from "./table.ts";
import { createTimerQueue, type TimerQueue } from "./timer-queue.ts";

/** The state plus the ways a shell changes it. */
export interface MemoryState extends State {
	/** How many records a collection holds, without reading them. */
	count(name: CollectionName): number;
	/** How many there are in all collections. */
	size(): number;
	apply(changes: readonly Change[]): void;
	clear(): void;
	/** Everything, as lines that make an empty state equal to this one. */
	everything(): Iterable<StoredLine>;
	/** The same, and nothing counts as new from here on. */
	lines(): Iterable<StoredLine>;
	/** The same for what was applied since; what was loaded does not count. */
	newLines(): Iterable<StoredLine>;
	load(line: StoredLine): void;
}

export interface MemoryOptions {
	/** Whether `newLines` will be asked for; it costs remembering ids. */
	tracksChanges?: boolean;
	limits?: PackingLimits;
}

export function createMemoryState({ tracksChanges, limits }: MemoryOptions = {}): MemoryState {
	let tables: Tables = {};
	let queues = new Map<string | null, TimerQueue>();
	const changed = changesSince();

	function tableOf<Name extends CollectionName>(name: Name): Table<Collections[Name]> {
		const existing = tables[name];
		if (existing !== undefined) return existing;
		const created = createTable(groupsOf[name], limits);
		// The compiler cannot follow that the slot of this name holds a table of this name's records.
		tables[name] = created as Tables[Name];
		return created;
	}

	function put<Name extends CollectionName>(name: Name, record: Collections[Name]): void {
		tableOf(name).put(record);
	}

	function queueOf(clock: string | null): TimerQueue {
		const queue = queues.get(clock) ?? createTimerQueue();
		queues.set(clock, queue);
		return queue;
	}

	function applyOne(change: Change): void {
		if (change.record === null) tableOf(change.name).remove(change.id);
		else put(change.name, change.record);
		if (change.name === "timer" && change.record !== null) {
			queueOf(change.record.clock).push(change.record);
		}
		if (change.name === "test_helpers.test_clock" && change.record === null) {
			queues.delete(change.id);
		}
	}

	return {
		get: (name, id) => tableOf(name).get(id),
		has: (name, id) => tableOf(name).has(id),
		count: (name) => tableOf(name).count(),
		size: () => Object.values(tables).reduce((sum, table) => sum + table.count(), 0),
		list: (name, scope) => tableOf(name).newestFirst(scope),
		oldestFirst: (name) => tableOf(name).oldestFirst(),
		nextTimer: (clock) => queues.get(clock)?.peek((id) => tableOf("timer").get(id)),
		apply(changes) {
			if (tracksChanges) changed.note(changes);
			changes.forEach(applyOne);
		},
		clear() {
			tables = {};
			queues = new Map();
			changed.forgetAll();
		},
		everything: () => toLines(tables, limits),
		*lines() {
			changed.forgetAll();
			yield* toLines(tables, limits);
		},
		*newLines() {
			yield* changed.lines(tables, limits);
		},
		load(line) {
			if (Array.isArray(line)) line.forEach(applyOne);
			else tableOf(line.name).adopt(line);
		},
	};
}
