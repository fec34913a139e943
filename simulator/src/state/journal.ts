// The state on disk: every committed transition as one line, written before anybody hears of it.
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	truncateSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Change } from "../billing/core/state.ts";
import { holdDirectory } from "./directory-lock.ts";

export interface Journal {
	/** Written, and safe from the death of this process, when the call returns. */
	append(changes: readonly Change[]): void;
	/** Everything is gone afterwards. */
	clear(): void;
	close(): void;
}

/** Keeps nothing; for a simulator that lives in memory only. */
export const noJournal: Journal = { append() {}, clear() {}, close() {} };

export interface OpenedJournal {
	journal: Journal;
	/** What had been committed, in order. */
	stored: Change[][];
	/** Replaces the file by the given changes, so that it does not grow for ever. */
	compact(changes: Iterable<Change>): void;
}

/**
 * Opens the journal in `directory`, creating both. A torn last line, as a killed process leaves it, is
 * ignored. Throws when another process holds the directory, or when the file is not a journal.
 */
export function openJournal(directory: string): OpenedJournal {
	mkdirSync(directory, { recursive: true });
	const release = holdDirectory(directory);
	const path = join(directory, "journal.jsonl");
	const stored = existsSync(path) ? readLines(path) : [];
	let file = openSync(path, "a");
	return {
		stored,
		compact(changes) {
			const next = join(directory, "journal.next.jsonl");
			const rewritten = openSync(next, "w");
			for (const change of changes) writeLine(rewritten, [change]);
			fsyncSync(rewritten);
			closeSync(rewritten);
			closeSync(file);
			renameSync(next, path);
			file = openSync(path, "a");
		},
		journal: {
			append: (changes) => writeLine(file, changes),
			clear: () => truncateSync(path, 0),
			close() {
				closeSync(file);
				release();
			},
		},
	};
}

function readLines(path: string): Change[][] {
	const lines = readFileSync(path, "utf8").split("\n");
	const torn = lines.pop();
	if (torn) process.emitWarning("The simulator's last write was cut short and is left out.");
	return lines.map((line, index) => {
		try {
			// The journal is this program's own output; nothing else writes into the directory.
			return JSON.parse(line) as Change[];
		} catch {
			throw new Error(`Line ${index + 1} of ${path} is not readable; move the file away.`);
		}
	});
}

function writeLine(file: number, changes: readonly Change[]): void {
	const bytes = Buffer.from(`${JSON.stringify(changes)}\n`);
	let written = 0;
	while (written < bytes.length) written += writeSync(file, bytes, written);
}
