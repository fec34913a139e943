// What an attempt to deliver means for the delivery and its event.
import type { Draft } from "../billing/core/draft.ts";
import type { DeliveryAttempt } from "../billing/webhooks/records.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Waits before the second, third, … attempt, in milliseconds of wall time. The first ones are short, so
 * that a developer who restarts his server sees what he missed; the whole spans about three days.
 */
const retryWaits: readonly number[] = [
	second,
	5 * second,
	30 * second,
	2 * minute,
	10 * minute,
	hour,
	6 * hour,
	24 * hour,
	40 * hour,
];

/** Delivered on a 2xx; else pending until the waits are used up, then failed. */
export function recordAttempt(draft: Draft, id: string, attempt: DeliveryAttempt): void {
	const delivery = draft.get("delivery", id);
	if (delivery === undefined) return;
	const attempts = [...delivery.attempts, attempt];
	const { status } = attempt;
	if (status !== null && status >= 200 && status < 300) {
		draft.put("delivery", { ...delivery, attempts, state: "delivered" });
		countDelivered(draft, delivery.event);
		return;
	}
	const wait = retryWaits[attempts.length - 1];
	draft.put("delivery", {
		...delivery,
		attempts,
		state: wait === undefined ? "failed" : "pending",
		nextAttemptAtMs: attempt.atMs + (wait ?? 0),
	});
}

function countDelivered(draft: Draft, id: string): void {
	const event = draft.get("event", id);
	if (event === undefined) return;
	draft.put("event", { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
}

/** The endpoint is gone or switched off: nothing more will be tried. */
export function abandonDelivery(draft: Draft, id: string): void {
	const delivery = draft.get("delivery", id);
	if (delivery !== undefined) draft.put("delivery", { ...delivery, state: "failed" });
}
