// One process per data directory: two writers would tear each other's journal.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Holds the directory for this process and answers how to let go. Throws when another lives in it. */
export function holdDirectory(directory: string): () => void {
	const path = join(directory, "process.pid");
	const holder = readHolder(path);
	if (holder !== null && holder !== process.pid && isAlive(holder)) {
		throw new Error(
			`Another simulator (process ${holder}) uses ${directory}; stop it, or set DATA_DIR to another directory.`,
		);
	}
	writeFileSync(path, String(process.pid));
	return () => rmSync(path, { force: true });
}

function readHolder(path: string): number | null {
	try {
		const holder = Number(readFileSync(path, "utf8"));
		return Number.isInteger(holder) && holder > 0 ? holder : null;
	} catch {
		return null;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Not ours to signal still means that it lives.
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}
