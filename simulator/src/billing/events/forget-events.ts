// The event log keeps thirty days, as Stripe's does: older events leave it, with their deliveries.
import type { Draft } from "../core/draft.ts";
import type { Change, State } from "../core/state.ts";
import { schedule } from "../core/time/schedule-timer.ts";

const day = 86_400;
/** Events noted together, and the notes worked off in one transition: a busy day must not be one write. */
const eventsPerNote = 1000;
const notesAtOnce = 4;

/**
 * The timer that looks through the log once a day, unless it is set already. Always on the simulator's own
 * clock, also for events of a test clock: those are as old as the time they have been in the log.
 */
export function forgetTimer(state: State, now: number): Change[] {
	const id = "forget_events:log";
	if (state.get("timer", id) !== undefined) return [];
	const record = {
		id,
		kind: "forget_events",
		subject: "log",
		dueAt: now + day,
		clock: null,
	} as const;
	return [{ name: "timer", id, record }];
}

/**
 * Notes which events are new since yesterday and removes those noted long enough ago. A delivery that is
 * still pending keeps its event for itself until it is done.
 */
export function forgetEvents(draft: Draft): void {
	const notes = [...draft.list("logDay")];
	const events = newerThan(draft, notes[0]?.events[0]);
	for (let end = events.length; end > 0; end -= eventsPerNote) {
		const noted = events.slice(Math.max(0, end - eventsPerNote), end);
		draft.put("logDay", { id: draft.newId("logday"), endedAt: draft.now, events: noted });
	}
	const youngest = draft.now - draft.settings.eventRetentionDays * day;
	const old = notes.filter(({ endedAt }) => endedAt <= youngest).reverse();
	const taken = old.slice(0, notesAtOnce);
	forgetAll(
		draft,
		taken.flatMap((note) => note.events),
	);
	for (const { id } of taken) draft.remove("logDay", id);
	if (events.length === 0 && notes.length === taken.length) return;
	const isBehind = old.length > taken.length;
	schedule(draft, "forget_events", "log", isBehind ? draft.now : draft.now + day);
}

/** Newest first, up to the event that the last note began with. */
function newerThan(draft: Draft, newestKnown: string | undefined): string[] {
	const newer: string[] = [];
	for (const { id } of draft.list("event")) {
		if (id === newestKnown) break;
		newer.push(id);
	}
	return newer;
}

function forgetAll(draft: Draft, ids: readonly string[]): void {
	// Everything is read before anything is written: listing through many writes is slow.
	const deliveries = ids.flatMap((id) => [...draft.list("delivery", { group: `event:${id}` })]);
	for (const delivery of deliveries) {
		const event = draft.get("event", delivery.event);
		if (delivery.state !== "pending" || event === undefined) draft.remove("delivery", delivery.id);
		else draft.put("delivery", { ...delivery, forgottenEvent: event });
	}
	for (const id of ids) draft.remove("event", id);
}
