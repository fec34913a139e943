// What an attempt to deliver means for the delivery and its event.
import type { Draft } from "../billing/core/draft.ts";
import { noteHealth } from "../billing/webhooks/endpoint-health.ts";
import type { DeliveryAttempt, DeliveryRecord } from "../billing/webhooks/records.ts";
import { retryWaits } from "./retry-waits.ts";

/** Whether an answer means that the event has arrived: 2xx and nothing else. */
export function isTaken(status: number | null): boolean {
	return status !== null && status >= 200 && status < 300;
}

/** Delivered on a 2xx; else pending until the waits are used up, then failed. */
export function recordAttempt(draft: Draft, id: string, attempt: DeliveryAttempt): void {
	const before = draft.get("delivery", id);
	if (before === undefined) return;
	const delivery = { ...before, attempts: [...before.attempts, attempt] };
	const { status } = attempt;
	const taken = isTaken(status);
	noteHealth(draft, delivery.endpoint, { taken, atMs: attempt.atMs });
	if (taken) {
		if (!before.taken) countTaken(draft, delivery.event);
		settle(draft, { ...delivery, state: "delivered", taken: true });
		return;
	}
	// A second copy of what was taken already is not tried again.
	if (before.state !== "pending") {
		settle(draft, delivery);
		return;
	}
	const wait = retryWaits[draft.settings.deliveryRetries][before.failures];
	settle(draft, {
		...delivery,
		failures: before.failures + 1,
		state: wait === undefined ? "failed" : "pending",
		nextAttemptAtMs: attempt.atMs + (wait ?? 0),
	});
}

/** What is over and whose event has left the log is of no use to anybody. */
function settle(draft: Draft, delivery: DeliveryRecord): void {
	const isOver = delivery.state !== "pending";
	if (isOver && delivery.forgottenEvent !== undefined) draft.remove("delivery", delivery.id);
	else draft.put("delivery", delivery);
}

function countTaken(draft: Draft, id: string): void {
	const event = draft.get("event", id);
	if (event === undefined) return;
	draft.put("event", { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
}

/** Nothing more will be tried: the endpoint is gone or switched off, or the delivery is lost on purpose. */
export function endDelivery(draft: Draft, id: string, state: "failed" | "dropped"): void {
	const delivery = draft.get("delivery", id);
	if (delivery !== undefined) settle(draft, { ...delivery, state });
}
