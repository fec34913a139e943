// What an applied event leaves behind for whoever watches: one line, and one more in a count.
import type { Deps } from "./deps.ts";
import { noMetrics, traceIdOf } from "./watch.ts";

export interface AppliedEvents {
	events: readonly { eventId: string; ageSeconds: number; traceparent: string | null }[];
	customerId: string;
	userId: string | null;
	outcome: "folded" | "fetched";
	/** Of the clock, when the age of the events was read. */
	readAtMs: number;
}

/** Afterwards each event is counted and has left one line; `ms` is the time since it was stored. */
export function reportApplied(
	deps: Pick<Deps, "log" | "clock" | "metrics">,
	applied: AppliedEvents,
): void {
	const { events, customerId, userId, outcome, readAtMs } = applied;
	const { metrics = noMetrics, log, clock } = deps;
	const sinceMs = clock.monotonicMs() - readAtMs;
	metrics.events(outcome, events.length);
	for (const { eventId, ageSeconds, traceparent } of events)
		log.info(
			{
				event_id: eventId,
				customer_id: customerId,
				user_id: userId,
				lane: customerId,
				outcome,
				ms: Math.round(ageSeconds * 1000 + sinceMs),
				...(traceparent !== null && { trace_id: traceIdOf(traceparent) }),
			},
			"event applied",
		);
}
