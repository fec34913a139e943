// States kept by name, to come back to.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readStored, replaceLines } from "./journal-file.ts";
import type { StoredLine } from "./stored-lines.ts";

export interface Snapshots {
	save(name: string, lines: Iterable<StoredLine>): void;
	/** What was saved under the name; undefined when nothing was. */
	find(name: string): Iterable<StoredLine> | undefined;
	/** In alphabetical order. */
	names(): string[];
}

const suffix = ".jsonl";

/** Whether a name may be used: it becomes the name of a file. */
export function isSnapshotName(name: unknown): name is string {
	return typeof name === "string" && /^[\w-]{1,64}$/.test(name);
}

/** As files beside the journal, so that they outlive the process and a reset. */
export function snapshotsIn(directory: string): Snapshots {
	const folder = join(directory, "snapshots");
	const pathOf = (name: string) => join(folder, `${name}${suffix}`);
	return {
		save(name, lines) {
			mkdirSync(folder, { recursive: true });
			replaceLines(pathOf(name), lines);
		},
		find: (name) => (existsSync(pathOf(name)) ? readStored(pathOf(name)) : undefined),
		names() {
			const files = existsSync(folder) ? readdirSync(folder) : [];
			return files
				.filter((file) => file.endsWith(suffix))
				.map((file) => file.slice(0, -suffix.length))
				.sort();
		},
	};
}

/** For a simulator that lives in memory only. Records never change, so keeping them costs little. */
export function snapshotsInMemory(): Snapshots {
	const kept = new Map<string, StoredLine[]>();
	return {
		save: (name, lines) => void kept.set(name, [...lines]),
		find: (name) => kept.get(name),
		names: () => [...kept.keys()].sort(),
	};
}
