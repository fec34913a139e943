// The event log: one entry per thing that happened, and one delivery per endpoint that wants it.
import type Stripe from "stripe";
import { takesThin } from "../thin-events/takes-thin.ts";
import { newDelivery } from "../webhooks/records.ts";
import type { Draft } from "./draft.ts";
import type { StripeEvent, WebhookEndpoint } from "./objects.ts";
import { previousAttributes } from "./previous-attributes.ts";

/** The one API version this simulator speaks. */
export const apiVersion = "2026-10-28.endive";

interface Happening<T extends object> {
	type: Stripe.Event["type"];
	object: T;
	before: T | undefined;
}

/** Puts the event and its pending deliveries into the draft, so that they become durable together. */
export function buildEvent<T extends object>(draft: Draft, happening: Happening<T>): StripeEvent {
	const { type, object, before } = happening;
	const previous = before === undefined ? undefined : previousAttributes(before, object);
	const takers = [...draft.list("webhook_endpoint")].filter(
		(endpoint) => wants(endpoint, type) && !takesThin(draft, endpoint.id),
	);
	const event: StripeEvent = {
		id: draft.newId(eventPrefix(type), 20),
		object: "event",
		api_version: apiVersion,
		created: draft.now,
		data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
		livemode: false,
		pending_webhooks: takers.length,
		request: draft.request,
		type,
	};
	draft.put("event", event);
	for (const endpoint of takers) draft.put("delivery", newDelivery(event.id, endpoint.id));
	return event;
}

function wants(endpoint: WebhookEndpoint, type: string): boolean {
	if (endpoint.status !== "enabled") return false;
	return endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(type);
}

/** Events about a payment, a charge or a refund carry another prefix than the rest, as recorded. */
function eventPrefix(type: string): string {
	return /^(payment_intent|charge|refund)\./.test(type) ? "evt_3" : "evt_1";
}
