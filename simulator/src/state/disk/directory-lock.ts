// One process per data directory: two writers would tear each other's journal.
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const attempts = 3;

/**
 * Holds the directory for this process and answers how to let go. The lock of a process that is gone is
 * taken over. Throws when another process lives in the directory.
 */
export function holdDirectory(directory: string): () => void {
	const path = join(directory, "process.pid");
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		if (create(path)) return () => rmSync(path, { force: true });
		const holder = readHolder(path);
		refuseLiving(holder, directory);
		removeStale(path, holder, directory);
	}
	throw new Error(`The lock ${path} cannot be taken; remove it if no simulator is running.`);
}

/** Written beside it and then linked, so that nobody ever sees a lock without its holder. */
function create(path: string): boolean {
	const draft = `${path}.${process.pid}`;
	writeFileSync(draft, String(process.pid));
	try {
		linkSync(draft, path);
		return true;
	} catch (error) {
		if (codeOf(error) === "EEXIST") return false;
		throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

/**
 * Many may find the same dead holder, and a slow one must not remove the lock of a fast one. So removing has
 * a lock of its own, and whoever has it looks once more at whose lock it removes.
 */
function removeStale(path: string, dead: number | null, directory: string): void {
	const heir = `${path}.heir`;
	if (!create(heir)) {
		refuseLiving(readHolder(heir), directory);
		rmSync(heir, { force: true });
		return;
	}
	if (readHolder(path) === dead) rmSync(path, { force: true });
	rmSync(heir, { force: true });
}

function refuseLiving(holder: number | null, directory: string): void {
	if (holder === null || holder === process.pid || !isAlive(holder)) return;
	throw new Error(
		`Another simulator (process ${holder}) uses ${directory}; stop it, or set DATA_DIR to another directory.`,
	);
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
		return codeOf(error) === "EPERM";
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && "code" in error ? error.code : undefined;
}
