// Lists of changes as lines of a file, however large the file is.
import {
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	readSync,
	renameSync,
	writeSync,
} from "node:fs";
import type { Change } from "../billing/core/state.ts";

const chunkBytes = 1024 * 1024;
const newline = 10;

/** The change lists of the file in order; none when there is no file. A torn last line is left out. */
export function* readChanges(path: string): Iterable<Change[]> {
	if (!existsSync(path)) return;
	let number = 0;
	for (const line of readLines(path)) {
		number += 1;
		yield parseLine(line, `Line ${number} of ${path}`);
	}
}

function parseLine(line: string, place: string): Change[] {
	try {
		// The file is this program's own output; nothing else writes into the directory.
		return JSON.parse(line) as Change[];
	} catch {
		throw new Error(`${place} is not readable; move the file away.`);
	}
}

/** A chunk at a time: the whole file may be longer than the longest string there can be. */
function* readLines(path: string): Iterable<string> {
	const file = openSync(path, "r");
	const chunk = Buffer.alloc(chunkBytes);
	let open: Buffer[] = [];
	try {
		for (;;) {
			const bytes = readSync(file, chunk, 0, chunkBytes, null);
			if (bytes === 0) break;
			let from = 0;
			for (;;) {
				const end = chunk.subarray(0, bytes).indexOf(newline, from);
				if (end === -1) break;
				yield Buffer.concat([...open, chunk.subarray(from, end)]).toString("utf8");
				open = [];
				from = end + 1;
			}
			if (from < bytes) open.push(Buffer.from(chunk.subarray(from, bytes)));
		}
	} finally {
		closeSync(file);
	}
	if (open.length === 0) return;
	process.emitWarning("The simulator's last write was cut short and is left out.");
}

/**
 * Puts a file of these changes in the place of `path`, whole or not at all, and answers its length in
 * bytes. A process killed meanwhile leaves the old file.
 */
export function replaceChanges(path: string, changes: Iterable<Change>): number {
	const next = `${path}.next`;
	const file = openSync(next, "w");
	let length = 0;
	let pending: string[] = [];
	let characters = 0;
	const flush = () => {
		length += writeAll(file, pending.join(""));
		pending = [];
		characters = 0;
	};
	for (const change of changes) {
		const line = `${JSON.stringify([change])}\n`;
		pending.push(line);
		characters += line.length;
		if (characters > chunkBytes) flush();
	}
	flush();
	fsyncSync(file);
	closeSync(file);
	renameSync(next, path);
	return length;
}

/** Writes all of the text and answers how many bytes that were. */
export function writeAll(file: number, text: string): number {
	const bytes = Buffer.from(text);
	let written = 0;
	while (written < bytes.length) written += writeSync(file, bytes, written);
	return written;
}
