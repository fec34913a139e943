// States kept by name, to come back to.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../billing/core/state.ts";
import { readChanges, replaceChanges } from "./journal-file.ts";

export interface Snapshots {
	save(name: string, changes: Iterable<Change>): void;
	/** What was saved under the name; undefined when nothing was. */
	find(name: string): Iterable<Change[]> | undefined;
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
		save(name, changes) {
			mkdirSync(folder, { recursive: true });
			replaceChanges(pathOf(name), changes);
		},
		find: (name) => (existsSync(pathOf(name)) ? readChanges(pathOf(name)) : undefined),
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
	const kept = new Map<string, Change[]>();
	return {
		save: (name, changes) => void kept.set(name, [...changes]),
		find: (name) => {
			const changes = kept.get(name);
			return changes === undefined ? undefined : [changes];
		},
		names: () => [...kept.keys()].sort(),
	};
}
