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
 * Throws a sentence when another start uses the data folder: its process lives and one of its ports
 * answers, so that a process number used again after a crash is no obstacle.
 */
export async function refuseSecondStart(settings: StartSettings): Promise<void> {
	const other = readRunning(fileOf(settings));
	if (!other || !isAlive(other.pid) || (await takenPorts(other.ports)).length === 0) return;
	throw new Error(
		`Tollgate already runs on ${settings.dataDir}: ${other.baseUrl}, process ${other.pid}. ` +
			"Stop it first, or use another folder and other ports (DATA_DIR, FRONTEND_PORT, …).",
	);
}

/** Notes that this process uses the data folder, and returns what takes the note away. */
export function claimDataDir(settings: StartSettings): () => void {
	const { baseUrl } = settings;
	const mine: Running = { pid: process.pid, baseUrl, ports: portsOf(settings) };
	writeFileSync(fileOf(settings), JSON.stringify(mine), { mode: 0o600 });
	return () => rmSync(fileOf(settings), { force: true });
}

function fileOf(settings: StartSettings): string {
	return join(settings.dataDir, "running.json");
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
