// Meters: how reported use is counted.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Meter } from "../core/objects.ts";
import { hash, oneOf, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";

export const meterCreateParams = {
	customer_mapping: hash({
		event_payload_key: required(text(100)),
		type: required(oneOf("by_id")),
	}),
	default_aggregation: required(hash({ formula: required(oneOf("count", "last", "sum")) })),
	display_name: required(text(250)),
	event_name: required(text(100)),
	event_time_window: oneOf("day", "hour"),
	value_settings: hash({ event_payload_key: required(text(100)) }),
};
export const meterUpdateParams = { display_name: text(250) };

/** A new active meter. Emits billing.meter.created. Error: another active one hears the same events. */
export function createMeter(draft: Draft, params: Values<typeof meterCreateParams>): Meter {
	refuseTakenName(draft, params.event_name);
	const meter = draft.put("billing.meter", {
		id: draft.newId("mtr_test"),
		object: "billing.meter",
		created: draft.now,
		customer_mapping: params.customer_mapping ?? {
			event_payload_key: "stripe_customer_id",
			type: "by_id",
		},
		default_aggregation: params.default_aggregation,
		display_name: params.display_name,
		event_name: params.event_name,
		event_time_window: params.event_time_window ?? null,
		livemode: false,
		status: "active",
		status_transitions: { deactivated_at: null },
		updated: draft.now,
		value_settings: params.value_settings ?? { event_payload_key: "value" },
	});
	draft.emit("billing.meter.created", meter);
	return meter;
}

function refuseTakenName(draft: Draft, name: string): void {
	const holder = findMeter(draft, name);
	if (holder === undefined) return;
	throw invalidRequest(
		`There is already an active meter (${holder.id}) for the event name \`${name}\`.`,
		{ code: "resource_already_exists", param: "event_name" },
	);
}

/** The active meter that hears events of this name. */
export function findMeter(draft: Draft, name: string): Meter | undefined {
	for (const meter of draft.list("billing.meter", { group: `event_name:${name}` })) {
		if (meter.status === "active") return meter;
	}
	return undefined;
}

/** Another name for people. Emits billing.meter.updated. */
export function updateMeter(
	draft: Draft,
	id: string,
	{ display_name }: Values<typeof meterUpdateParams>,
): Meter {
	const before = getRecord(draft, "billing.meter", { id });
	if (display_name === undefined || display_name === before.display_name) return before;
	const after = draft.put("billing.meter", { ...before, display_name, updated: draft.now });
	draft.emit("billing.meter.updated", after, before);
	return after;
}

/** It hears no more events; what it counted is still billed. Emits billing.meter.deactivated. */
export function deactivateMeter(draft: Draft, id: string): Meter {
	return switchMeter(draft, id, "inactive");
}

/** It hears events again. Emits billing.meter.reactivated. */
export function reactivateMeter(draft: Draft, id: string): Meter {
	refuseTakenName(draft, getRecord(draft, "billing.meter", { id }).event_name);
	return switchMeter(draft, id, "active");
}

function switchMeter(draft: Draft, id: string, status: "active" | "inactive"): Meter {
	const before = getRecord(draft, "billing.meter", { id });
	if (before.status === status) throw invalidRequest(`This meter is already ${status}.`);
	const after = draft.put("billing.meter", {
		...before,
		status,
		status_transitions: { deactivated_at: status === "inactive" ? draft.now : null },
		updated: draft.now,
	});
	draft.emit(
		status === "active" ? "billing.meter.reactivated" : "billing.meter.deactivated",
		after,
	);
	return after;
}
