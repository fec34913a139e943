// What a command is given by whoever started the process.
import type { Deps } from "../operations/deps.ts";
import type { Terminal } from "./terminal.ts";

/** The backend's parts, opened for one command. */
export interface Opened {
	deps: Deps;
	/**
	 * Runs `work` as the only process of all that does it under this name. Answers null while another
	 * one does; a process that was killed counts as one for half a minute.
	 */
	alone<T extends object>(
		name: string,
		work: (signal: AbortSignal) => Promise<T>,
	): Promise<T | null>;
	/** Remembers the prices of the catalogue as Stripe has them now. Answers how many there are. */
	loadPrices(): Promise<number>;
	/** Empties the inbox until `isDone`: beside the backends, or in their place when none runs. */
	drainUntil(isDone: () => Promise<boolean>): Promise<void>;
	/** The same until no customer waits for anything. */
	drainAll(): Promise<void>;
}

export interface Tools {
	terminal: Terminal;
	/** The text of a file that the person named. Throws an `Error` for people when it cannot be read. */
	readText(path: string): string;
	/** Opens, runs and closes, whatever happens. */
	withBackend<T>(work: (opened: Opened) => Promise<T>): Promise<T>;
	sleep(ms: number): Promise<void>;
}

/** Thrown for what the person can put right: its message is all that they see. */
export function refusal(message: string): Error {
	return Object.assign(new Error(message), { name: "Refusal" });
}

// As long as the lease of a process that was killed, and a little more.
const waitMs = 35_000;
const askEveryMs = 1_000;

/** The same as `alone`, waiting for the lease of a process that was killed a moment ago. */
export async function aloneSoon<T extends object>(
	tools: Tools,
	opened: Opened,
	job: { name: string; work: (signal: AbortSignal) => Promise<T> },
): Promise<T> {
	for (let waited = 0; ; waited += askEveryMs) {
		const found = await opened.alone(job.name, job.work);
		if (found !== null) return found;
		if (waited === 0)
			tools.terminal.note(
				`Another process does this at the moment, or was ended less than 30 s ago: waiting.`,
			);
		if (waited >= waitMs) throw refusal("Another process is still doing this. Try again later.");
		await tools.sleep(askEveryMs);
	}
}
