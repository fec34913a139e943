// `npx tollgate`: the outermost place of the command line, where files, environment and clock come in.
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { billing } from "../backend/billing.config.ts";
import { runCommand } from "../backend/src/cli/program.ts";
import { refusal, type Tools } from "../backend/src/cli/tools.ts";
import { withBackend } from "../backend/src/command-backend.ts";
import { type Config, readCommandConfig } from "../backend/src/config.ts";
import type { Log } from "../backend/src/operations/deps.ts";
import { followSimulator } from "../backend/src/simulated-clock.ts";
import { root } from "./start/settings.ts";

const startedIn = process.cwd();
const file = join(root, ".env");
if (existsSync(file)) process.loadEnvFile(file);
// DATA_DIR is meant from the root of the repository, as with npm start.
process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || ".data");

const terminal = {
	out: (line: string) => process.stdout.write(`${line}\n`),
	note: (line: string) => process.stderr.write(`${line}\n`),
	isLive: process.stdout.isTTY === true,
	monotonicMs: () => performance.now(),
};
const wallNow = () => new Date();
const sleepMs = async (ms: number) => void (await sleep(ms));

const tools: Tools = {
	terminal,
	readText: (path) => {
		const place = resolve(startedIn, path);
		if (!existsSync(place)) throw refusal(`There is no file ${place}.`);
		return readFileSync(place, "utf8");
	},
	withBackend: (work) => opened(readCommandConfig(), work),
	sleep: sleepMs,
};

process.exitCode = await runCommand(process.argv.slice(2), tools);

async function opened<T>(config: Config, work: Parameters<typeof withBackend<T>>[1]): Promise<T> {
	const { apiBase, controlToken } = config.stripe;
	const simulated = apiBase && (await followSimulator(apiBase, wallNow, controlToken));
	const clock = {
		now: simulated ? simulated.now : wallNow,
		wallNow,
		monotonicMs: terminal.monotonicMs,
	};
	try {
		const log = logOf(config.logLevel);
		const surroundings = {
			config,
			catalog: billing,
			clock,
			newId: randomUUID,
			log,
			sleep: sleepMs,
		};
		return await withBackend(surroundings, work);
	} catch (error) {
		throw explained(error);
	} finally {
		simulated?.stop();
	}
}

function logOf(level: string): Log {
	const say = (fields: Record<string, unknown>, message: string) => {
		const ids = Object.entries(fields).filter(([, value]) => typeof value !== "object");
		terminal.note(`${message} ${JSON.stringify(Object.fromEntries(ids))}`);
	};
	const silent = () => {};
	if (level === "silent") return { info: silent, warn: silent, error: silent };
	return { info: silent, warn: level === "error" ? silent : say, error: say };
}

// What a person sees when the world around the command is not as it should be.
function explained(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	if (/is in use by process/.test(error.message))
		return refusal(
			`${error.message}\nThe embedded database has one process at a time, and the running backend holds it. ` +
				"Stop npm start and run the command again; on PostgreSQL (DATABASE_URL) commands run beside it.",
		);
	if ("code" in error && error.code === "ECONNREFUSED")
		return refusal("PostgreSQL cannot be reached at DATABASE_URL.");
	if ("code" in error && error.code === "stripe_unavailable")
		return refusal(
			"Stripe cannot be reached, or refuses the key. Nothing is lost: run the same command again.",
		);
	return error;
}
