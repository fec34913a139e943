// The running state: commands go in, changes become durable, the clock moves on.

import type { Moment } from "../billing/core/draft.ts";
import type { Change, State } from "../billing/core/state.ts";
import { type Command, transition } from "../billing/core/transition.ts";
import { runTimer } from "../billing/run-timer.ts";
import type { Settings } from "../billing/settings.ts";
import { createIdSource } from "./ids.ts";
import { type Journal, noJournal, openJournal } from "./journal.ts";
import { createMemoryState, type MemoryState } from "./memory-state.ts";

export interface WorldOptions {
	/** Absent: nothing is kept beyond this process. */
	directory: string | undefined;
	seed: string;
	/** The wall clock. */
	clock: () => Date;
	settings: Settings;
	onProblem: (problem: unknown) => void;
}

export interface World {
	state: State;
	settings: Settings;
	/** Unix seconds on the simulated clock. */
	now(): number;
	/** How far the simulated clock is ahead of the wall clock, in seconds. */
	offset(): number;
	/** Runs what is due, then the command; durable when it returns. */
	run<Result>(command: Command<Result>, request?: Moment["request"]): Result;
	/** Moves the clock forward to `to`, doing everything that falls due on the way, in order. */
	advanceTo(to: number): void;
	/** Forgets everything, the clock's offset included. */
	reset(): void;
	/** Called after each commit, with what changed. */
	onCommit(listener: (changes: readonly Change[]) => void): void;
	/** Where the hosted pages are; known once the server listens. */
	setBaseUrl(url: string): void;
	close(): void;
}

const noRequest = { id: null, idempotency_key: null };

/** Opens the world, with what an earlier process left in the directory. */
export function createWorld(options: WorldOptions): World {
	const state = createMemoryState();
	const journal = options.directory === undefined ? noJournal : restore(state, options.directory);
	const listeners: ((changes: readonly Change[]) => void)[] = [];
	let baseUrl = "";
	let ids = createIdSource(options.seed, meta(state, "ids"));

	function now(): number {
		return Math.floor(options.clock().getTime() / 1000) + meta(state, "offset");
	}

	function commit(changes: Change[]): void {
		if (changes.length === 0) return;
		const all = [...changes, metaChange("ids", ids.issued())];
		journal.append(all);
		state.apply(all);
		for (const listener of listeners) listener(all);
	}

	function runAt<Result>(at: number, command: Command<Result>, request: Moment["request"]): Result {
		const moment = { now: at, newId: ids.newId, settings: options.settings, baseUrl, request };
		const { changes, result } = transition(state, command, moment);
		commit(changes);
		return result;
	}

	function catchUp(to: number): void {
		for (;;) {
			const timer = state.nextTimer();
			if (timer === undefined || timer.dueAt > to) return;
			try {
				runAt(timer.dueAt, (draft) => runTimer(draft, timer), noRequest);
			} catch (problem) {
				options.onProblem(problem);
				commit([{ name: "timer", id: timer.id, record: null }]);
			}
		}
	}

	return {
		state,
		settings: options.settings,
		now,
		offset: () => meta(state, "offset"),
		run(command, request = noRequest) {
			const at = now();
			catchUp(at);
			return runAt(at, command, request);
		},
		advanceTo(to) {
			catchUp(to);
			const ahead = to - now();
			if (ahead > 0) commit([metaChange("offset", meta(state, "offset") + ahead)]);
		},
		reset() {
			journal.clear();
			state.clear();
			ids = createIdSource(options.seed, 0);
		},
		onCommit: (listener) => listeners.push(listener),
		setBaseUrl(url) {
			baseUrl = url;
		},
		close: () => journal.close(),
	};
}

function restore(state: MemoryState, directory: string): Journal {
	const { journal, stored, compact } = openJournal(directory);
	for (const changes of stored) state.apply(changes);
	compact(state.dump());
	return journal;
}

function meta(state: State, id: string): number {
	return state.get("meta", id)?.value ?? 0;
}

function metaChange(id: string, value: number): Change {
	return { name: "meta", id, record: { id, value } };
}
