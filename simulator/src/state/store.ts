// What is remembered and how it is kept: memory, journal, snapshots, and who is told of changes.
import type { CollectionName } from "../billing/core/collections.ts";
import type { Change, State } from "../billing/core/state.ts";
import { createIdSource, type IdSource } from "./ids.ts";
import { noJournal, openJournal } from "./journal.ts";
import { createMemoryState } from "./memory-state.ts";
import { snapshotsIn, snapshotsInMemory } from "./snapshots.ts";

export interface StoreOptions {
	/** Absent: nothing is kept beyond this process. */
	directory: string | undefined;
	seed: string;
	/** A journal shorter than this is never rewritten while the process runs. */
	journalBytes?: number;
}

export interface Store {
	state: State;
	/** How many records a collection holds, without reading them. */
	count(name: CollectionName): number;
	newId: IdSource["newId"];
	/** A number remembered under this name; 0 when there is none. */
	number(name: string): number;
	/** One transition: durable and known to all listeners when it returns. */
	commit(changes: readonly Change[]): void;
	/** Everything is gone, and ids begin again as in a new directory. */
	clear(): void;
	saveSnapshot(name: string): void;
	/** As it was when saved, except that no id is given out twice; false when nothing was saved. */
	restoreSnapshot(name: string): boolean;
	snapshotNames(): string[];
	onCommit(listener: (changes: readonly Change[]) => void): void;
	/** Called when nothing known about the state holds any more. */
	onReplaced(listener: () => void): void;
	close(): void;
}

const enoughJournalBytes = 64 * 1024 * 1024;

/** Opens the store, with what an earlier process left in the directory. */
export function createStore(options: StoreOptions): Store {
	const { directory, seed, journalBytes = enoughJournalBytes } = options;
	const state = createMemoryState();
	const journal = directory === undefined ? noJournal : openJournal(directory, journalBytes);
	const snapshots = directory === undefined ? snapshotsInMemory() : snapshotsIn(directory);
	const listeners: ((changes: readonly Change[]) => void)[] = [];
	const replacedListeners: (() => void)[] = [];
	for (const changes of journal.stored) state.apply(changes);
	journal.replace(state.dump());
	const number = (name: string) => state.get("meta", name)?.value ?? 0;
	let ids = createIdSource(seed, number("ids"));

	function replaceAll(lists: readonly Change[][], issued: number): void {
		state.clear();
		for (const changes of lists) state.apply(changes);
		if (issued > 0) state.apply([numberChange("ids", issued)]);
		journal.replace(state.dump());
		ids = createIdSource(seed, issued);
		for (const listener of replacedListeners) listener();
	}

	return {
		state,
		count: state.count,
		newId: (prefix, length) => ids.newId(prefix, length),
		number,
		commit(changes) {
			if (changes.length === 0) return;
			const all = [...changes, numberChange("ids", ids.issued())];
			journal.append(all);
			state.apply(all);
			if (journal.isLong()) journal.replace(state.dump());
			for (const listener of listeners) listener(all);
		},
		clear: () => replaceAll([], 0),
		saveSnapshot: (name) => snapshots.save(name, state.dump()),
		restoreSnapshot(name) {
			const saved = snapshots.find(name);
			if (saved === undefined) return false;
			replaceAll([...saved], ids.issued());
			return true;
		},
		snapshotNames: snapshots.names,
		onCommit: (listener) => listeners.push(listener),
		onReplaced: (listener) => replacedListeners.push(listener),
		close: () => journal.close(),
	};
}

/** The change that remembers a number. */
export function numberChange(name: string, value: number): Change {
	return { name: "meta", id: name, record: { id: name, value } };
}
