// Thin events: what happened by name, with the object to fetch instead of a snapshot of it.
import type Stripe from "stripe";
import type { Draft } from "../core/draft.ts";
import { instantText } from "../core/time/instant.ts";
import { newDelivery } from "../webhooks/records.ts";
import type { DestinationRecord, ThinEvent } from "./thin-records.ts";

type Happening = Pick<ThinEvent, "data" | "related_object"> & {
	type: Stripe.V2.Core.Event["type"];
};

/**
 * Puts the event and its deliveries into the draft, and drops what is older than the log keeps. Only
 * destinations that asked for thin events of this type are told; webhook endpoints of the older API never.
 */
export function emitThin(draft: Draft, happening: Happening, only?: string): ThinEvent {
	forgetOld(draft);
	const event = draft.put("v2.core.event", {
		id: draft.newId("evt_test", 40),
		object: "v2.core.event",
		created: instantText(draft.now),
		...(happening.data === undefined ? {} : { data: happening.data }),
		livemode: false,
		...reasonOf(draft),
		...(happening.related_object === undefined ? {} : { related_object: happening.related_object }),
		type: happening.type,
	});
	for (const destination of [...draft.list("destination")]) {
		const isAsked =
			only === undefined ? takes(draft, destination, event.type) : only === destination.id;
		if (isAsked) draft.put("delivery", newDelivery(event.id, destination.id));
	}
	return event;
}

function reasonOf(draft: Draft): Pick<ThinEvent, "reason"> {
	const { id, idempotency_key } = draft.request;
	if (id === null) return {};
	return { reason: { type: "request", request: { id, idempotency_key: idempotency_key ?? "" } } };
}

function takes(draft: Draft, { id, payload }: DestinationRecord, type: string): boolean {
	const endpoint = draft.get("webhook_endpoint", id);
	if (payload !== "thin" || endpoint?.status !== "enabled") return false;
	return endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(type);
}

/** Thin events are few, so the whole list is looked through each time. */
function forgetOld(draft: Draft): void {
	const oldest = instantText(draft.now - draft.settings.eventRetentionDays * 86_400);
	for (const event of [...draft.list("v2.core.event")]) {
		if (event.created > oldest) continue;
		for (const { id } of [...draft.list("delivery", { group: `event:${event.id}` })]) {
			draft.remove("delivery", id);
		}
		draft.remove("v2.core.event", event.id);
	}
}
