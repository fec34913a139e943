// What Stripe did not deliver is found in Stripe's own list of events.
import { moveCursor, readCursor } from "../database/cursors.ts";
import { countUndelivered, latestEventAt, listKnownEvents } from "../database/event-gaps.ts";
import { requestJob } from "../database/jobs.ts";
import { recordEvents } from "../database/stripe-events.ts";
import { handledEventTypes, reasonToIgnore } from "../domain/stripe-event.ts";
import { type ListedEvent, listEvents } from "../stripe/events.ts";
import type { Deps } from "./deps.ts";

const cursorName = "events";

// Stripe's list may show an event a little after its own second.
const overlapSeconds = 600;

// Stripe lists events for thirty days.
const windowSeconds = 30 * 86_400;

/**
 * `recorded`: events that nobody had told us of. `undelivered`: those found so at least ten minutes ago
 * and not delivered since. `windowPassed`: Stripe no longer lists all that happened meanwhile.
 */
export interface CaughtUp {
	listed: number;
	recorded: number;
	undelivered: number;
	windowPassed: boolean;
}

type CatchUpDeps = Pick<Deps, "database" | "stripe" | "clock" | "log" | "onWork">;

/**
 * Afterwards every handled event that Stripe listed is in the inbox, and the cursor stands where the walk
 * began. Where Stripe's window has passed, the job `repairBy` is asked to compare states instead.
 * Throws when a page cannot be read: the cursor stays, and the next pass walks the same way.
 */
export async function catchUpEvents(
	deps: CatchUpDeps,
	options: { repairBy: string; signal: AbortSignal },
): Promise<CaughtUp> {
	const { queries } = deps.database;
	const start = await readStart(deps);
	if (start.windowPassed) {
		deps.log.error({ last_look_at: start.cursor }, "Stripe has forgotten events: comparing states");
		await requestJob(queries, options.repairBy);
	}
	const walked = await walk(deps, start.since, options.signal);
	if (walked.asOf !== null) await moveCursor(queries, cursorName, String(walked.asOf));
	const undelivered = await countUndelivered(queries);
	if (undelivered > 0)
		deps.log.error({ events: undelivered }, "Stripe has events that were not delivered");
	const { listed, recorded } = walked;
	return { listed, recorded, undelivered, windowPassed: start.windowPassed };
}

async function readStart(deps: CatchUpDeps) {
	const { queries } = deps.database;
	const now = toSeconds(deps.clock.now());
	const stored = await readCursor(queries, cursorName);
	// At the very first look: from what was heard last. What was before that is for a backfill.
	const first = stored === null ? await latestEventAt(queries) : null;
	const cursor = stored === null ? toSeconds(first ?? deps.clock.now()) : Number(stored);
	// A simulator that was reset has gone back in time.
	const since = Math.min(cursor, now) - overlapSeconds;
	const oldest = now - windowSeconds;
	return { cursor, since: Math.max(since, oldest), windowPassed: cursor < oldest };
}

async function walk(deps: CatchUpDeps, since: number, signal: AbortSignal) {
	const walked = { listed: 0, recorded: 0, asOf: null as number | null };
	const wanted = { types: handledEventTypes, since };
	for await (const { events, asOf } of listEvents(deps.stripe, wanted, deps.clock)) {
		signal.throwIfAborted();
		walked.asOf ??= asOf;
		walked.listed += events.length;
		walked.recorded += await recordUnknown(deps, events);
	}
	return walked;
}

async function recordUnknown(deps: CatchUpDeps, events: readonly ListedEvent[]): Promise<number> {
	const ids = events.map((event) => event.eventId);
	const known = await listKnownEvents(deps.database.queries, ids);
	const unknown = events.filter((event) => !known.has(event.eventId));
	if (unknown.length === 0) return 0;
	const stored = await recordEvents(
		deps.database,
		unknown.map(({ eventId, type, apiVersion, createdAt, customerId, payload }) => {
			const ignoredBecause = reasonToIgnore({ type, customerId });
			const lane = ignoredBecause === null ? customerId : null;
			const receivedBy = "list" as const;
			return { eventId, type, apiVersion, createdAt, lane, payload, ignoredBecause, receivedBy };
		}),
	);
	deps.onWork();
	return stored.size;
}

function toSeconds(at: Date): number {
	return Math.floor(at.getTime() / 1000);
}
