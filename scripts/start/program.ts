// Runs one program: its output into a file, its warnings onto the screen, its end in order.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type LogLine, readLogLine } from "./log-line.ts";
import { root } from "./settings.ts";

export interface ProgramSpec {
	/** What people call it: "backend". */
	name: string;
	/** Arguments of `node`, from the repository root unless `cwd` says otherwise. */
	args: readonly string[];
	env: Record<string, string | undefined>;
	cwd?: string;
	/** Folder of the log file. */
	logs: string;
	/** Shows every line instead of warnings and errors. */
	verbose: boolean;
}

export interface Program {
	name: string;
	/** Settles once, with how it ended: "exit code 1" or "SIGKILL". */
	ended: Promise<string>;
	/** Resolves when it has ended; killed when it has not by `deadline` (milliseconds, wall clock). */
	stop(deadline: number): Promise<void>;
	/** The newest lines that were not shown when they came. */
	unseenLines(): string[];
}

/** A module for `node --import` that ends a program whose starter is gone. */
export const followParent = new URL("follow-parent.mjs", import.meta.url).href;
const remembered = 25;

/** A warning that repeats is shown again after this long; the log file has every one. */
const repeatAfterMs = 60_000;

/** Starts the program. Standard input is closed, so it works the same without a terminal. */
export function startProgram(spec: ProgramSpec): Program {
	const child = spawn(process.execPath, ["--import", followParent, ...spec.args], {
		cwd: spec.cwd ?? root,
		env: spec.env,
		stdio: ["ignore", "pipe", "pipe"],
		// A group of its own: Ctrl-C reaches this script alone, which then ends the programs in order.
		detached: process.platform !== "win32",
	});
	const unseen = keepLines(child, spec);
	let over = false;
	const ended = new Promise<string>((resolve) => {
		child.once("error", (error) => resolve(error.message));
		child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
	}).finally(() => {
		over = true;
	});
	return {
		name: spec.name,
		ended,
		unseenLines: () => unseen.slice(-remembered),
		async stop(deadline) {
			if (over) return;
			child.kill("SIGTERM");
			const timer = setTimeout(() => killGroup(child), Math.max(0, deadline - Date.now()));
			await ended;
			clearTimeout(timer);
		},
	};
}

function keepLines(child: ChildProcess, spec: ProgramSpec): string[] {
	const path = join(spec.logs, `${spec.name.replaceAll(" ", "-")}.log`);
	const file = createWriteStream(path, { mode: 0o600 });
	const unseen: string[] = [];
	const shownAt = new Map<string, number>();
	const isRepeat = (text: string) => Date.now() - (shownAt.get(text) ?? 0) < repeatAfterMs;
	const take = (line: LogLine, raw: string) => {
		file.write(`${raw}\n`);
		if (spec.verbose || (line.isWarning && !isRepeat(line.text))) {
			console.error(`${spec.name}: ${line.text}`);
			shownAt.set(line.text, Date.now());
		} else if (!line.isWarning) unseen.push(line.text);
		if (unseen.length > remembered) unseen.shift();
	};
	for (const stream of [child.stdout, child.stderr]) {
		if (!stream) continue;
		const lines = createInterface({ input: stream });
		lines.on("line", (raw) => take(readLogLine(raw), raw));
	}
	child.once("close", () => file.end());
	return unseen;
}

// Also what the program itself started, such as the workers of `next dev`.
function killGroup(child: ChildProcess): void {
	if (child.pid === undefined) return;
	try {
		process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
	} catch {
		// It ended between the deadline and the signal.
	}
}
