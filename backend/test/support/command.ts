// `tollgate <command>` as a process of its own, the way people run it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { DatabaseLocation } from "../../src/database/connect.ts";
import { simulatorKey } from "./start.ts";

const root = join(import.meta.dirname, "../../..");

export interface Finished {
	/** Null when it was killed. */
	code: number | null;
	out: string;
	err: string;
}

export interface RunningCommand {
	finished: Promise<Finished>;
	/** SIGKILL: no handler runs, nothing is flushed. */
	kill(): void;
}

/** Starts a command against this simulator and database: on PostgreSQL, or in a directory for PGlite. */
export function startCommand(
	words: readonly string[],
	place: { simulator: { url: string }; location: DatabaseLocation; env?: Record<string, string> },
): RunningCommand {
	const { url, directory } = place.location;
	const child = spawn(process.execPath, [join(root, "scripts/tollgate.ts"), ...words], {
		env: {
			PATH: process.env.PATH,
			HOME: process.env.HOME,
			STRIPE_SECRET_KEY: simulatorKey,
			STRIPE_API_BASE: place.simulator.url,
			...(url !== undefined && { DATABASE_URL: url }),
			...(directory !== undefined && { DATA_DIR: directory }),
			...place.env,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	const said = { out: "", err: "" };
	child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
	child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
	const endWithUs = () => child.kill("SIGKILL");
	process.on("exit", endWithUs);
	const finished = new Promise<Finished>((resolve) =>
		child.once("close", (code) => {
			process.off("exit", endWithUs);
			resolve({ code, ...said });
		}),
	);
	return { finished, kill: () => child.kill("SIGKILL") };
}
