// A program that is started again whenever it ends, as a process manager would.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "../../..");
const restartMs = 50;

export interface ProcessSpec {
	name: string;
	file: string;
	/** `generation` counts the starts of this program, from 1. */
	env: (generation: number) => Record<string, string>;
	readyUrl: string;
	logFile: string;
}

export interface KeptProcess {
	name: string;
	/** `name-generation` of the one that runs now. */
	instance(): string;
	isReady(): boolean;
	ready(): Promise<void>;
	/** SIGKILL; answers which instance died, null when none ran. */
	kill(): string | null;
	/** SIGSTOP: it holds what it holds, and does nothing. */
	freeze(): void;
	thaw(): void;
	/** Ends it for good. */
	stop(): Promise<void>;
}

export function keepProcess(spec: ProcessSpec): KeptProcess {
	const log = createWriteStream(spec.logFile, { flags: "a" });
	let generation = 0;
	let isReady = false;
	let stopped = false;
	let child = launch();
	const killNow = () => void child.kill("SIGKILL");
	process.on("exit", killNow);
	return {
		name: spec.name,
		instance,
		isReady: () => isReady,
		ready: async () => {
			while (!isReady) await sleep(50);
		},
		kill() {
			isReady = false;
			return child.kill("SIGKILL") ? instance() : null;
		},
		freeze: () => void child.kill("SIGSTOP"),
		thaw: () => void child.kill("SIGCONT"),
		async stop() {
			stopped = true;
			process.off("exit", killNow);
			const over = child.exitCode !== null || child.signalCode !== null;
			const gone = new Promise((resolve) => child.once("exit", resolve));
			child.kill("SIGCONT");
			child.kill("SIGKILL");
			if (!over) await gone;
			log.end();
		},
	};

	function instance(): string {
		return `${spec.name}-${generation}`;
	}

	function launch(): ChildProcess {
		generation++;
		isReady = false;
		const started = spawn(process.execPath, [join(root, spec.file)], {
			cwd: root,
			env: spec.env(generation),
			stdio: ["ignore", "pipe", "pipe"],
		});
		for (const stream of [started.stdout, started.stderr]) stream.pipe(log, { end: false });
		started.once("exit", () => void again());
		void watch(started);
		return started;
	}

	async function again(): Promise<void> {
		isReady = false;
		if (stopped) return;
		await sleep(restartMs);
		if (!stopped) child = launch();
	}

	async function watch(started: ChildProcess): Promise<void> {
		while (started.exitCode === null && started.signalCode === null) {
			const reply = await fetch(spec.readyUrl, { signal: AbortSignal.timeout(2_000) }).catch(
				() => null,
			);
			if (reply?.status === 200 && started === child) {
				isReady = true;
				return;
			}
			await sleep(100);
		}
	}
}
