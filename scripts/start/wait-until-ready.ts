// Waits until a program answers, or says why it never will.
import { setTimeout as pause } from "node:timers/promises";
import type { Program } from "./program.ts";

const betweenTriesMs = 50;
const patienceMs = 120_000;

/**
 * Resolves at the first good answer (a redirect is one: it may lead to the public address, which is
 * not ours to try); throws when the program ends or two minutes pass before that.
 */
export async function waitUntilReady(program: Program, url: string): Promise<void> {
	let ended: string | null = null;
	void program.ended.then((how) => {
		ended = how;
	});
	const deadline = Date.now() + patienceMs;
	let last = "no answer";
	while (Date.now() < deadline) {
		if (ended !== null) throw new ProgramEnded(program, ended);
		try {
			const reply = await fetch(url, {
				redirect: "manual",
				signal: AbortSignal.timeout(30_000),
			});
			await reply.body?.cancel();
			if (reply.status >= 200 && reply.status < 400) return;
			last = `status ${reply.status}`;
		} catch {
			last = "no answer";
		}
		await pause(betweenTriesMs);
	}
	throw new Error(`The ${program.name} was not ready after two minutes (${url}: ${last}).`);
}

/** A program ended that should have kept running. */
export class ProgramEnded extends Error {
	readonly program: Program;

	constructor(program: Program, how: string) {
		super(`The ${program.name} ended (${how}).`);
		this.program = program;
	}
}
