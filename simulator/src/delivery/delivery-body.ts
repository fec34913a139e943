// What an endpoint is sent.
import type { State } from "../billing/core/state.ts";
import { notificationOf } from "../billing/thin-events/thin-records.ts";
import type { DeliveryRecord } from "../billing/webhooks/records.ts";

/** The event as the body of a request, two spaces deep as Stripe sends it; undefined when it is gone. */
export function bodyOf(state: State, delivery: DeliveryRecord): string | undefined {
	const event = delivery.forgottenEvent ?? state.get("event", delivery.event);
	if (event !== undefined) return JSON.stringify(event, null, 2);
	const thin = state.get("v2.core.event", delivery.event);
	return thin === undefined ? undefined : JSON.stringify(notificationOf(thin), null, 2);
}
