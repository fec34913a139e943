// A lane handled by itself: its events need Stripe's answer, or one of them cannot be applied.
import { endAttempts } from "../database/checkout-attempts.ts";
import type { Queries } from "../database/database.ts";
import type { Lease } from "../database/lanes.ts";
import { isPassingError } from "../database/passing-error.ts";
import {
	listPendingEvents,
	markEventFailed,
	markEventsApplied,
	type PendingEvent,
} from "../database/stripe-events.ts";
import { listCustomerSubscriptions } from "../database/subscriptions.ts";
import type { CustomerDecision } from "../domain/decide-customer.ts";
import { BillingError } from "../domain/errors.ts";
import {
	causeOf,
	type EventMeaning,
	endedSessions,
	needsOf,
	noticesOf,
} from "../domain/event-batch.ts";
import { readEventMeaning } from "../stripe/read-event.ts";
import type { Deps } from "./deps.ts";
import { syncUnderLease } from "./sync-customer.ts";
import { followUp } from "./sync-follow-ups.ts";
import { reportApplied } from "./sync-report.ts";
import { noMetrics, noTrace } from "./watch.ts";

/** So many at once; the lane stays due while more are waiting. */
const batchSize = 100;

/** A payload that fails this often is poison: it is put aside as dead, and harms only itself. */
const attemptsMax = 10;

const reasonLengthMax = 300;

type ApplyDeps = Pick<
	Deps,
	| "database"
	| "laneLock"
	| "stripe"
	| "catalog"
	| "clock"
	| "log"
	| "livemode"
	| "metrics"
	| "trace"
>;
/** `readAtMs`: of the clock, when its age was read. */
type ReadEvent = PendingEvent & { meaning: EventMeaning; readAtMs: number };

/**
 * Applies what waits in the lane of `lease`, and says what is left: `done`, `more` (another batch), or
 * `failed` (an unreadable event waits for its next try). Throws when Stripe or the database fails:
 * nothing was written then, and the lane is to be tried again.
 */
export async function applyEvents(
	deps: ApplyDeps,
	lease: Lease,
): Promise<"done" | "more" | "failed"> {
	const pending = await listPendingEvents(deps.database.queries, [lease.lane], batchSize);
	const readable = await readAll(deps, pending);
	const { decision, failures } = await applyOrIsolate(deps, lease, readable);
	if (decision) await followUp(deps, lease, decision);
	if (failures > 0 || readable.length < pending.length) return "failed";
	return pending.length === batchSize ? "more" : "done";
}

/** The last decision that was written; null when nothing was to be decided. */
interface Applied {
	decision: CustomerDecision | null;
	failures: number;
}

// Together first. When that fails and neither Stripe nor the database is the reason, one by one: the
// order does not matter to the join, and so a poisonous event harms only itself.
async function applyOrIsolate(
	deps: ApplyDeps,
	lease: Lease,
	events: readonly ReadEvent[],
): Promise<Applied> {
	try {
		return { decision: await applyReadable(deps, lease, events), failures: 0 };
	} catch (error) {
		if (isOutage(error) || events.length === 0) throw error;
	}
	const applied: Applied = { decision: null, failures: 0 };
	for (const event of events) {
		try {
			applied.decision = await applyReadable(deps, lease, [event]);
		} catch (cause) {
			if (isOutage(cause)) throw cause;
			applied.failures++;
			await recordFailure(deps, event, cause);
		}
	}
	return applied;
}

// Whatever cannot be reached now is not the event's fault: no attempt is counted.
function isOutage(error: unknown): boolean {
	return error instanceof BillingError || isPassingError(error);
}

async function applyReadable(
	deps: ApplyDeps,
	lease: Lease,
	events: readonly ReadEvent[],
): Promise<CustomerDecision | null> {
	const why = lease.apart?.startsWith("fetch:") ? lease.apart : null;
	if (events.length === 0 && why === null && lease.apart !== "follow-up") return null;
	const meanings = events.map((event) => event.meaning);
	const stored = await listCustomerSubscriptions(deps.database.queries, [lease.lane]);
	const needs = needsOf(meanings, new Set(stored.map((x) => x.subscription.id)));
	let outcome: "folded" | "fetched" = "fetched";
	const { trace = noTrace } = deps;
	const order = {
		customerId: lease.lane,
		sights: needs.sights,
		notices: noticesOf(meanings),
		fetchAnyway: why !== null || needs.mustFetch || needs.unseen.length > 0,
		cause: events.length > 0 ? causeOf(events) : (why ?? ""),
		alongside: async (tx: Queries, by: "folded" | "fetched") => {
			outcome = by;
			await endAttempts(tx, endedSessions(meanings));
			await markEventsApplied(
				tx,
				events.map((event) => event.seq),
				by,
			);
		},
	};
	const links = events.map((event) => event.traceparent);
	const attributes = { customer_id: lease.lane, events: events.length, cause: order.cause };
	const start = { name: "customer applied", kind: "consumer" as const, links, attributes };
	const decision = await trace.span(start, () => syncUnderLease(deps, lease, order));
	const userId = decision.user?.id ?? null;
	const readAtMs = events[0]?.readAtMs ?? 0;
	reportApplied(deps, { events, customerId: lease.lane, userId, outcome, readAtMs });
	return decision;
}

async function readAll(deps: ApplyDeps, pending: readonly PendingEvent[]): Promise<ReadEvent[]> {
	const read: ReadEvent[] = [];
	for (const event of pending) {
		try {
			const readAtMs = deps.clock.monotonicMs();
			read.push({ ...event, meaning: readEventMeaning(event.payload), readAtMs });
		} catch (cause) {
			await recordFailure(deps, event, cause);
		}
	}
	return read;
}

async function recordFailure(deps: ApplyDeps, event: PendingEvent, cause: unknown): Promise<void> {
	const { metrics = noMetrics } = deps;
	const attempts = event.attempts + 1;
	const outcome = attempts >= attemptsMax ? "dead" : "failed";
	metrics.events(outcome, 1);
	deps.log.error(
		{
			event_id: event.eventId,
			customer_id: event.lane,
			lane: event.lane,
			outcome,
			attempts,
			attempts_max: attemptsMax,
			err: cause,
		},
		"event failed",
	);
	const error = reasonOf(cause);
	await markEventFailed(deps.database.queries, event, { error, attemptsMax });
}

// A failed query says the whole statement with its values; the reason below it says enough.
function reasonOf(thrown: unknown): string {
	if (!(thrown instanceof Error)) return "unknown";
	const reason = thrown.cause instanceof Error ? thrown.cause : thrown;
	return reason.message.slice(0, reasonLengthMax);
}
