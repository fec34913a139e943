// Events once more, as if they had come just now: those given up, or all since a day that went wrong.
import {
	countLeft,
	type DeadEffect,
	type DeadEvent,
	type EventChoice,
	listChosenEvents,
	listDeadEffects,
	listDeadEvents,
	reviveEvents,
} from "../database/dead-letters.ts";
import type { Deps } from "./deps.ts";

/** `ignored`: stored, and never meant for a customer. `seqs` are for `replayProgress`. */
export interface Replayed {
	revived: number;
	ignored: number;
	seqs: number[];
}

const portion = 500;

/**
 * Afterwards the chosen events wait in the inbox. Repeating an event that was applied changes nothing,
 * since it shows the same subscription at the same instant.
 */
export async function replayEvents(
	deps: Pick<Deps, "database" | "onWork">,
	choice: EventChoice,
): Promise<Replayed> {
	const chosen = await listChosenEvents(deps.database.queries, choice);
	const events = chosen.flatMap(({ seq, lane }) => (lane === null ? [] : { seq, lane }));
	for (let at = 0; at < events.length; at += portion) {
		const some = events.slice(at, at + portion);
		await deps.database.transaction((tx) => reviveEvents(tx, some));
	}
	deps.onWork();
	const seqs = events.map((event) => event.seq);
	return { revived: events.length, ignored: chosen.length - events.length, seqs };
}

/** What is left of a replay. */
export function replayProgress(
	deps: Pick<Deps, "database">,
	seqs: readonly number[],
): Promise<{ pending: number; dead: number }> {
	return countLeft(deps.database.queries, seqs);
}

/** Everything that was given up, the oldest first, at most a hundred of each. */
export async function listDeadLetters(
	deps: Pick<Deps, "database">,
): Promise<{ events: DeadEvent[]; effects: DeadEffect[] }> {
	const { queries } = deps.database;
	return {
		events: await listDeadEvents(queries, 100),
		effects: await listDeadEffects(queries, 100),
	};
}
