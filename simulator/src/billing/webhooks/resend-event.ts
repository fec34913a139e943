// Sending an event again by hand.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { type DeliveryRecord, newDelivery } from "./records.ts";

/**
 * The event is sent to the endpoint once more, or to every enabled one: the same id and body, signed anew.
 * An endpoint that never had it gets it as well. Errors: no such event or endpoint; nobody to send it to.
 */
export function resendEvent(
	draft: Draft,
	id: string,
	endpoint: string | undefined,
): DeliveryRecord[] {
	const event = getRecord(draft, "event", { id });
	const targets =
		endpoint === undefined
			? [...draft.list("webhook_endpoint")].filter(({ status }) => status === "enabled")
			: [getRecord(draft, "webhook_endpoint", { id: endpoint, param: "webhook_endpoint" })];
	if (targets.length === 0) throw invalidRequest("There is no enabled webhook endpoint.");
	return targets.map((target) => {
		const delivery = draft.get("delivery", `${id} ${target.id}`);
		if (delivery === undefined) {
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
