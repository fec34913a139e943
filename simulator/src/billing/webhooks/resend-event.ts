// Sending an event again by hand.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { takesThin } from "../thin-events/takes-thin.ts";
import { type DeliveryRecord, newDelivery } from "./records.ts";

/**
 * The event is sent to the endpoint once more, or to every enabled one: the same id and body, signed anew.
 * An endpoint that never had it gets it as well. Errors: no such event or endpoint, one for the other kind
 * of events (snapshots, thin ones), nobody to send it to.
 */
export function resendEvent(
	draft: Draft,
	id: string,
	endpoint: string | undefined,
): DeliveryRecord[] {
	const isThin = draft.get("v2.core.event", id) !== undefined;
	const event = isThin ? undefined : getRecord(draft, "event", { id });
	const targets =
		endpoint === undefined
			? [...draft.list("webhook_endpoint")].filter(
					(one) => one.status === "enabled" && takesThin(draft, one.id) === isThin,
				)
			: [getRecord(draft, "webhook_endpoint", { id: endpoint, param: "webhook_endpoint" })];
	if (targets.some(({ id: target }) => takesThin(draft, target) !== isThin)) {
		throw invalidRequest("This endpoint takes another kind of events.", {
			param: "webhook_endpoint",
		});
	}
	if (targets.length === 0) throw invalidRequest("There is no enabled webhook endpoint.");
	return targets.map((target) => {
		const delivery = draft.get("delivery", `${id} ${target.id}`);
		if (delivery === undefined && event !== undefined) {
			draft.put("event", { ...event, pending_webhooks: event.pending_webhooks + 1 });
		}
		return draft.put("delivery", {
			...(delivery ?? newDelivery(id, target.id)),
			state: "pending",
			failures: 0,
			nextAttemptAtMs: 0,
		});
	});
}
