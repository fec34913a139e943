// The state on disk: every committed transition as one line, written before anybody hears of it.
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../billing/core/state.ts";
import { holdDirectory } from "./directory-lock.ts";
import { readChanges, replaceChanges, writeAll } from "./journal-file.ts";

export interface Journal {
	/** What had been committed, in order. Read once, before anything is appended. */
	stored: Iterable<Change[]>;
	/** One transition, in one write; safe from the death of this process when the call returns. */
	append(changes: readonly Change[]): void;
	/** Exactly these changes are stored afterwards. Killed meanwhile, it is as if never called. */
	replace(changes: Iterable<Change>): void;
	/** Whether so much was appended since the last replacement that another one is worth its time. */
	isLong(): boolean;
	close(): void;
}

/** Keeps nothing; for a simulator that lives in memory only. */
export const noJournal: Journal = {
	stored: [],
	append() {},
	replace() {},
	isLong: () => false,
	close() {},
};

/** How much longer than its content a journal may become; rewriting then costs little per write. */
const slack = 4;

/**
 * Opens the journal in `directory`, creating both. A torn last line, as a killed process leaves it, is
 * ignored. `enoughBytes` is the length below which it is never long. Throws when another process holds
 * the directory, or when the file is not a journal.
 */
export function openJournal(directory: string, enoughBytes: number): Journal {
	mkdirSync(directory, { recursive: true });
	const release = holdDirectory(directory);
	const path = join(directory, "journal.jsonl");
	let file = openSync(path, "a");
	let length = 0;
	let longAt = enoughBytes;
	return {
		stored: readChanges(path),
		append(changes) {
			length += writeAll(file, `${JSON.stringify(changes)}\n`);
		},
		replace(changes) {
			length = replaceChanges(path, changes);
			longAt = Math.max(enoughBytes, slack * length);
			closeSync(file);
			file = openSync(path, "a");
		},
		isLong: () => length > longAt,
		close() {
			closeSync(file);
			release();
		},
	};
}
