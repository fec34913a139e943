// Keeps two starts from sharing one data folder.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takenPorts } from "./ports.ts";
import { portsOf, type StartSettings } from "./settings.ts";

interface Running {
	pid: number;
	baseUrl: string;
	ports: { name: string; port: number }[];
}

/**
 * Claims the data folder and returns what releases it. Throws a sentence when another start uses it:
 * its process lives and one of its ports answers, so a number used again after a crash is no obstacle.
 */
export async function claimDataDir(settings: StartSettings): Promise<() => void> {
	const file = join(settings.dataDir, "running.json");
	const other = readRunning(file);
	if (other && isAlive(other.pid) && (await takenPorts(other.ports)).length > 0) {
		throw new Error(
			`Tollgate already runs on ${settings.dataDir} (process ${other.pid}, ${other.baseUrl}). ` +
				"Stop it first, or choose another folder: DATA_DIR=.data-2 npm start",
		);
	}
	const { baseUrl } = settings;
	const mine: Running = { pid: process.pid, baseUrl, ports: portsOf(settings) };
	writeFileSync(file, JSON.stringify(mine), { mode: 0o600 });
	return () => rmSync(file, { force: true });
}

function readRunning(file: string): Running | null {
	if (!existsSync(file)) return null;
	try {
		return JSON.parse(readFileSync(file, "utf8")) as Running;
	} catch {
		return null; // half written by a start that was killed
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
