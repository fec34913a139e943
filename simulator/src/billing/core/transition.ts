// The one way the state changes: a command against a draft, all or nothing.

import { createDraft } from "./create-draft.ts";
import type { Draft, Moment } from "./draft.ts";
import type { StripeEvent } from "./objects.ts";
import type { Change, State } from "./state.ts";

/** A verb with its arguments already bound. It throws to change nothing. */
export type Command<Result> = (draft: Draft) => Result;

export interface Transition<Result> {
	changes: Change[];
	events: StripeEvent[];
	result: Result;
	/** The test clock it happened on, if any. */
	clock: string | null;
}

/**
 * Runs a command and answers what it would change; the state itself stays as it was. Pure: clock, ids
 * and settings come with the moment. A command that throws leaves nothing behind. One that was refused
 * after it had effects (a declined charge that counts as an attempt) returns the `StripeError` instead.
 */
export function transition<Result>(
	state: State,
	command: Command<Result>,
	moment: Moment,
): Transition<Result> {
	const draft = createDraft(state, moment);
	const result = command(draft);
	return { changes: draft.changes(), events: draft.events, result, clock: draft.clock };
}
