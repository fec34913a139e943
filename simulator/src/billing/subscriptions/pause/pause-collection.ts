// Pausing the collection of a subscription's invoices while it goes on.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import {
	clearable,
	hash,
	oneOf,
	required,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule, unschedule } from "../../core/time/schedule-timer.ts";
import { reviseSubscription } from "../start/build-subscription.ts";

export const pauseCollection = clearable(
	hash({
		behavior: required(oneOf("keep_as_draft", "mark_uncollectible", "void")),
		resumes_at: timestamp(),
	}),
);
type Wanted = Values<{ pause: typeof pauseCollection }>["pause"];

/** The pause after the request; what was not sent stays. Null takes it back. */
export function pausedCollection(
	draft: Draft,
	before: Subscription,
	wanted: Wanted,
): Subscription["pause_collection"] {
	if (wanted === undefined) return before.pause_collection;
	if (wanted === null) {
		unschedule(draft, "resume_collection", before.id);
		return null;
	}
	const resumesAt = wanted.resumes_at ?? null;
	if (resumesAt === null) unschedule(draft, "resume_collection", before.id);
	else if (resumesAt > draft.now) schedule(draft, "resume_collection", before.id, resumesAt);
	else {
		throw invalidRequest("Timestamp must be in the future.", {
			param: "pause_collection[resumes_at]",
		});
	}
	return { behavior: wanted.behavior, resumes_at: resumesAt };
}

/** The day has come on which collection goes on. Emits customer.subscription.updated. */
export function resumeCollection(draft: Draft, subscription: Subscription): void {
	reviseSubscription(draft, subscription, { pause_collection: null });
}
