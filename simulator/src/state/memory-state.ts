// The state in memory: every collection by id, by group and in order of creation.
import { type CollectionName, type Collections, groupsOf } from "../billing/core/collections.ts";
import type { Change, State } from "../billing/core/state.ts";
import { createTable, type Table } from "./table.ts";
import { createTimerQueue, type TimerQueue } from "./timer-queue.ts";

type Tables = { [Name in CollectionName]?: Table<Collections[Name]> };

/** The state plus the ways a shell changes it. */
export interface MemoryState extends State {
	/** How many records a collection holds, without reading them. */
	count(name: CollectionName): number;
	apply(changes: readonly Change[]): void;
	clear(): void;
	/** Every record as a change that would put it again, oldest first within its collection. */
	dump(): Iterable<Change>;
}

export function createMemoryState(): MemoryState {
	let tables: Tables = {};
	let queues = new Map<string | null, TimerQueue>();

	function tableOf<Name extends CollectionName>(name: Name): Table<Collections[Name]> {
		const existing = tables[name];
		if (existing !== undefined) return existing;
		const created = createTable(groupsOf[name]);
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
		list: (name, scope) => tableOf(name).newestFirst(scope),
		oldestFirst: (name) => tableOf(name).oldestFirst(),
		nextTimer: (clock) => queues.get(clock)?.peek((id) => tableOf("timer").get(id)),
		apply: (changes) => changes.forEach(applyOne),
		clear() {
			tables = {};
			queues = new Map();
		},
		*dump() {
			for (const [name, table] of Object.entries(tables)) {
				for (const record of table.oldestFirst()) {
					// Object.entries widens the name; the table it came from fixes the record's type.
					yield { name, id: record.id, record } as Change;
				}
			}
		},
	};
}
