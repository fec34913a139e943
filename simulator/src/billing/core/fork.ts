// A draft on top of a draft, for what is to be tried and not kept.
import { createDraft } from "./create-draft.ts";
import type { Draft } from "./draft.ts";
import type { State } from "./state.ts";

/** Sees everything the draft sees, at another instant when given; nothing it writes reaches the draft. */
export function forkDraft(draft: Draft, now = draft.now): Draft {
	const state: State = {
		get: draft.get,
		has: (name, id) => draft.get(name, id) !== undefined,
		list: draft.list,
		oldestFirst: (name) => [...draft.list(name)].reverse(),
		nextTimer: () => undefined,
	};
	const { baseUrl, clock, newId, request, settings } = draft;
	return createDraft(state, { baseUrl, clock, newId, now, request, settings });
}
