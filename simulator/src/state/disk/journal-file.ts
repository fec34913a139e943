// The state's lines in a file, however large the file is.
import {
	closeSync,
	existsSync,
	fstatSync,
	fsyncSync,
	ftruncateSync,
	openSync,
	readSync,
	renameSync,
	rmSync,
	writeSync,
} from "node:fs";
import type { StoredLine } from "./stored-lines.ts";

const chunkBytes = 1024 * 1024;
const newline = 10;

/** The lines of the file in order; none when there is no file. A torn last line is left out. */
export function* readStored(path: string): Iterable<StoredLine> {
	if (!existsSync(path)) return;
	let number = 0;
	for (const line of readLines(path)) {
		number += 1;
		yield parseLine(line, `Line ${number} of ${path}`);
	}
}

function parseLine(line: string, place: string): StoredLine {
	try {
		// The file is this program's own output; nothing else writes into the directory.
		return JSON.parse(line) as StoredLine;
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
}

/**
 * Puts a file of these lines in the place of `path`, whole or not at all, and answers its length in
 * bytes. A process killed meanwhile leaves the old file.
 */
export function replaceLines(path: string, lines: Iterable<StoredLine>): number {
	const next = `${path}.next`;
	rmSync(next, { force: true });
	const length = appendLines(next, lines);
	renameSync(next, path);
	return length;
}

/** Adds the lines at the end of the file, safe from a loss of power, and answers how many bytes they are. */
export function appendLines(path: string, lines: Iterable<StoredLine>): number {
	const file = openSync(path, "a");
	let length = 0;
	let pending: string[] = [];
	let characters = 0;
	const flush = () => {
		length += writeAll(file, pending.join(""));
		pending = [];
		characters = 0;
	};
	for (const stored of lines) {
		const line = `${JSON.stringify(stored)}\n`;
		pending.push(line);
		characters += line.length;
		if (characters > chunkBytes) flush();
	}
	flush();
	fsyncSync(file);
	closeSync(file);
	return length;
}

/** Takes away what a killed process has left of its last line, so that the next one begins where it began. */
export function dropTornLine(path: string): void {
	if (!existsSync(path)) return;
	const file = openSync(path, "r+");
	const chunk = Buffer.alloc(chunkBytes);
	const { size } = fstatSync(file);
	let end = size;
	while (end > 0) {
		const from = Math.max(0, end - chunkBytes);
		const bytes = readSync(file, chunk, 0, end - from, from);
		const last = chunk.subarray(0, bytes).lastIndexOf(newline);
		end = last === -1 ? from : from + last + 1;
		if (last !== -1) break;
	}
	if (end < size) {
		process.emitWarning("The simulator's last write was cut short and is left out.");
		ftruncateSync(file, end);
	}
	closeSync(file);
}

/** Writes all of the text and answers how many bytes that were. */
export function writeAll(file: number, text: string): number {
	const bytes = Buffer.from(text);
	let written = 0;
	while (written < bytes.length) written += writeSync(file, bytes, written);
	return written;
}
