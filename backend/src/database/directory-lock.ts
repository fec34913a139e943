// One process per embedded database: PGlite itself would let two write the same directory.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * Afterwards this process holds `directory`; call the result to give it up. A lock whose process is
 * gone is taken over. Throws an `Error` naming the holder otherwise.
 */
export function lockDirectory(directory: string): () => void {
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	const file = join(directory, "tollgate.lock");
	for (let attempt = 0; attempt < 2; attempt++) {
		if (create(file)) return () => rmSync(file, { force: true });
		const holder = Number(readFileSync(file, "utf8"));
		if (holder !== process.pid && isAlive(holder))
			throw new Error(
				`The database in ${directory} is in use by process ${holder}. ` +
					"Stop it, or set DATA_DIR to another folder.",
			);
		rmSync(file, { force: true });
	}
	throw new Error(`The lock file ${file} cannot be taken. Remove it if no Tollgate is running.`);
}

function create(file: string): boolean {
	try {
		const handle = openSync(file, "wx", 0o600);
		writeSync(handle, String(process.pid));
		closeSync(handle);
		return true;
	} catch {
		return false;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
