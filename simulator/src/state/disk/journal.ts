// The state on disk: every committed transition as one line, written before anybody hears of it.
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../../billing/core/state.ts";
import { holdDirectory } from "./directory-lock.ts";
import { appendLines, dropTornLine, readStored, replaceLines, writeAll } from "./journal-file.ts";
import type { StoredLine } from "./stored-lines.ts";

export interface Journal {
	/** What had been settled, and after it what had been appended since. Read once, before anything is written. */
	settled: Iterable<StoredLine>;
	stored: Iterable<StoredLine>;
	/** One transition, in one write; safe from the death of this process when the call returns. */
	append(changes: readonly Change[]): void;
	/** Whether so much was appended that it is worth settling. */
	isLong(): boolean;
	/** The lines say what was appended, which is stored by them from now on. Killed meanwhile, it is stored by both. */
	settle(lines: Iterable<StoredLine>): void;
	/** Exactly these lines are stored afterwards. Killed meanwhile, it is as if never called. */
	replace(lines: Iterable<StoredLine>): void;
	close(): void;
}

/** Keeps nothing; for a simulator that lives in memory only. */
export const noJournal: Journal = {
	settled: [],
	stored: [],
	append() {},
	isLong: () => false,
	settle() {},
	replace() {},
	close() {},
};

/**
 * Opens the journal in `directory`, creating both. Reading back transitions takes time, so from `enoughBytes`
 * of them on they are worth settling in the file beside them, which is read at once however much it holds.
 * A torn last line, as a killed process leaves it, is dropped. Throws when another process holds the
 * directory, or when a file is not the journal's.
 */
export function openJournal(directory: string, enoughBytes: number): Journal {
	mkdirSync(directory, { recursive: true });
	const release = holdDirectory(directory);
	const path = join(directory, "journal.jsonl");
	const settledPath = join(directory, "settled.jsonl");
	for (const one of [path, settledPath]) dropTornLine(one);
	let length = existsSync(path) ? statSync(path).size : 0;
	const file = openSync(path, "a");

	function beginAnew(): void {
		ftruncateSync(file);
		length = 0;
	}

	return {
		settled: readStored(settledPath),
		stored: readStored(path),
		append(changes) {
			length += writeAll(file, `${JSON.stringify(changes)}\n`);
		},
		isLong: () => length > enoughBytes,
		settle(lines) {
			appendLines(settledPath, lines);
			beginAnew();
		},
		replace(lines) {
			replaceLines(settledPath, lines);
			beginAnew();
		},
		close() {
			closeSync(file);
			release();
		},
	};
}
