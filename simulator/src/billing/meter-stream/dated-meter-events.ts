// Meter events and their adjustments as the newer API writes them: with dates as text.

import type { Draft } from "../core/draft.ts";
import type { MeterAdjustment, MeterUse } from "../core/objects.ts";
import { hash, oneOf, required, text, type Values } from "../core/params/params.ts";
import { instantText } from "../core/time/instant.ts";
import { cancelMeterEvent, createMeterEvent } from "../meters/meter-events.ts";
import type { streamedEvent } from "./stream-events.ts";

export const datedAdjustmentParams = {
	cancel: required(hash({ identifier: required(text(100)) })),
	event_name: required(text(100)),
	type: required(oneOf("cancel")),
};

/** Counted from now on, or refused at once like any event that does not come by the stream. */
export function createDatedEvent(draft: Draft, params: Values<typeof streamedEvent>): MeterUse {
	const identifier = params.identifier ?? draft.newId("", 32);
	createMeterEvent(draft, { ...params, identifier });
	return {
		object: "v2.billing.meter_event",
		created: instantText(draft.now),
		event_name: params.event_name,
		identifier,
		livemode: false,
		payload: Object.fromEntries(params.payload),
		timestamp: instantText(params.timestamp ?? draft.now),
	};
}

/** Takes an event of the last 24 hours back. Error code: resource_missing. */
export function cancelDatedEvent(
	draft: Draft,
	params: Values<typeof datedAdjustmentParams>,
): MeterAdjustment {
	cancelMeterEvent(draft, params);
	return {
		id: draft.newId("mtradj_test"),
		object: "v2.billing.meter_event_adjustment",
		cancel: params.cancel,
		created: instantText(draft.now),
		event_name: params.event_name,
		livemode: false,
		status: "complete",
		type: "cancel",
	};
}
