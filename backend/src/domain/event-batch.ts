// What a customer's waiting events ask for, taken together.
import type { InvoiceNotice } from "./notice.ts";
import type { Observation } from "./observation.ts";

/**
 * What one event tells. `sight`: the payload can be trusted as it is. `fetch`: it cannot (another API
 * version, a test clock, a deleted customer), so the truth must be fetched. `look`: fetch only if
 * `subscriptionId` is unknown; `endedSession` names a checkout session that has ended; `notice` is what
 * somebody is to hear of an invoice, and sets no state.
 */
export type EventMeaning =
	| { kind: "sight"; observation: Observation }
	| { kind: "fetch" }
	| {
			kind: "look";
			subscriptionId: string | null;
			endedSession: { sessionId: string; status: "complete" | "expired" } | null;
			notice?: InvoiceNotice | null;
	  };

/** `unseen`: subscriptions that an event names and that nobody has shown yet. */
export interface BatchNeeds {
	sights: Observation[];
	mustFetch: boolean;
	unseen: string[];
}

/** `stored`: ids of the subscriptions that we hold of the customer. */
export function needsOf(
	meanings: readonly EventMeaning[],
	stored: ReadonlySet<string>,
): BatchNeeds {
	const sights = meanings.flatMap((m) => (m.kind === "sight" ? [m.observation] : []));
	const shown = new Set(sights.map((sight) => sight.subscription.id));
	const named = meanings.flatMap((m) => (m.kind === "look" ? (m.subscriptionId ?? []) : []));
	return {
		sights,
		mustFetch: meanings.some((meaning) => meaning.kind === "fetch"),
		unseen: named.filter((id) => !shown.has(id) && !stored.has(id)),
	};
}

/** The cause for the audit: the events by their ids. */
export function causeOf(events: readonly { eventId: string }[]): string {
	return `events:${events.map((event) => event.eventId).join(",")}`;
}

/** The checkout sessions of which the events say that they have ended. */
export function endedSessions(meanings: readonly EventMeaning[]) {
	return meanings.flatMap((m) => (m.kind === "look" ? (m.endedSession ?? []) : []));
}

/** What the events tell of invoices. */
export function noticesOf(meanings: readonly EventMeaning[]): InvoiceNotice[] {
	return meanings.flatMap((m) => (m.kind === "look" ? (m.notice ?? []) : []));
}
