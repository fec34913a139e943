// What is remembered and how it is kept: memory, journal, snapshots, and who is told of changes.
import type { CollectionName } from "../billing/core/collections.ts";
import type { Change, State } from "../billing/core/state.ts";
import { type Journal, noJournal, openJournal } from "./disk/journal.ts";
import { snapshotsIn, snapshotsInMemory } from "./disk/snapshots.ts";
import type { StoredLine } from "./disk/stored-lines.ts";
import { createIdSource, type IdSource } from "./ids.ts";
import { createMemoryState, type MemoryState } from "./memory/memory-state.ts";

export interface StoreOptions {
	/** Absent: nothing is kept beyond this process. */
	directory: string | undefined;
	seed: string;
	/** From so many bytes on, what was appended to the journal is settled. */
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

const fewRecords = 1000;
const enoughJournalBytes = 64 * 1024 * 1024;

/** Opens the store, with what an earlier process left in the directory. */
export function createStore(options: StoreOptions): Store {
	const { directory, seed, journalBytes = enoughJournalBytes } = options;
	const state = createMemoryState({ tracksChanges: directory !== undefined });
	const journal = directory === undefined ? noJournal : openJournal(directory, journalBytes);
	const snapshots = directory === undefined ? snapshotsInMemory() : snapshotsIn(directory);
	const listeners: ((changes: readonly Change[]) => void)[] = [];
	const replacedListeners: (() => void)[] = [];
	const settling = createSettling(journal, state);
	settling.load();
	const number = (name: string) => state.get("meta", name)?.value ?? 0;
	let ids = createIdSource(seed, number("ids"));

	function replaceAll(lines: Iterable<StoredLine>, issued: number): void {
		state.clear();
		for (const line of lines) state.load(line);
		if (issued > 0) state.apply([numberChange("ids", issued)]);
		settling.begin();
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
			settling.settleWhenLong();
			for (const listener of listeners) listener(all);
		},
		clear: () => replaceAll([], 0),
		saveSnapshot: (name) => snapshots.save(name, state.everything()),
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

/** How much of the settled records may be out of date before all of it is written again. */
const tolerated = 2;

interface Settling {
	/** The state is what an earlier process left; called once, on an empty one. */
	load(): void;
	/** The state as it stands is all that is stored. */
	begin(): void;
	settleWhenLong(): void;
}

/** Moves what is in the journal to where it is read back at once, and now and then writes all of that again. */
function createSettling(journal: Journal, state: MemoryState): Settling {
	let records = 0;

	function* counted(lines: Iterable<StoredLine>): Iterable<StoredLine> {
		for (const line of lines) {
			records += Array.isArray(line) ? line.length : line.ids.length;
			yield line;
		}
	}

	function begin(): void {
		records = 0;
		journal.replace(counted(state.lines()));
	}

	function settleWhenLong(): void {
		if (!journal.isLong()) return;
		if (records > tolerated * state.size() + fewRecords) begin();
		else journal.settle(counted(state.newLines()));
	}

	return {
		load() {
			for (const line of counted(journal.settled)) state.load(line);
			for (const line of journal.stored) if (Array.isArray(line)) state.apply(line);
			settleWhenLong();
		},
		begin,
		settleWhenLong,
	};
}

/** The change that remembers a number. */
export function numberChange(name: string, value: number): Change {
	return { name: "meta", id: name, record: { id: name, value } };
}
