// One process per embedded database: PGlite itself would let two write the same directory.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const attemptsMax = 3;

/**
 * Afterwards this process holds `directory`; call the result to give it up. A lock whose process is
 * gone is taken over. Throws an `Error` naming the holder otherwise.
 */
export function lockDirectory(directory: string): () => void {
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	const file = join(directory, "tollgate.lock");
	for (let attempt = 0; attempt < attemptsMax; attempt++) {
		if (create(file)) return () => rmSync(file, { force: true });
		const holder = holderOf(file);
		refuseLiving(holder, directory);
		removeStale(file, holder, directory);
	}
	throw new Error(`The lock file ${file} cannot be taken. Remove it if no Tollgate is running.`);
}

// Written beside it and then linked, so that nobody ever sees a lock without its holder.
function create(file: string): boolean {
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, String(process.pid), { mode: 0o600 });
	try {
		linkSync(draft, file);
		return true;
	} catch (error) {
		if (codeOf(error) === "EEXIST") return false;
		throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

// Many may find the same dead holder, and a slow one must not remove the lock of a fast one. So removing
// has a lock of its own, and whoever has it looks once more at whose lock it removes.
function removeStale(file: string, dead: number | null, directory: string): void {
	const heir = `${file}.heir`;
	if (!create(heir)) {
		refuseLiving(holderOf(heir), directory);
		rmSync(heir, { force: true });
		return;
	}
	if (holderOf(file) === dead) rmSync(file, { force: true });
	rmSync(heir, { force: true });
}

function holderOf(file: string): number | null {
	try {
		const pid = Number(readFileSync(file, "utf8"));
		return Number.isInteger(pid) && pid > 0 ? pid : null;
	} catch {
		return null;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It is there and belongs to somebody else.
		return codeOf(error) === "EPERM";
	}
}

function refuseLiving(holder: number | null, directory: string): void {
	if (holder === null || holder === process.pid || !isAlive(holder)) return;
	throw new Error(
		`The database in ${directory} is in use by process ${holder}. ` +
			"Stop it, or set DATA_DIR to another folder.",
	);
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && "code" in error ? error.code : undefined;
}
