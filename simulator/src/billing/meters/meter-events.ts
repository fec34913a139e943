// Use reported to a meter, once per identifier.

import { watchThresholds } from "../between-periods/thresholds.ts";
import type { Draft } from "../core/draft.ts";
import type { Meter } from "../core/objects.ts";
import {
	hash,
	oneOf,
	type Param,
	required,
	table,
	text,
	timestamp,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import type { MeterEventRecord } from "./meter-event-record.ts";
import { findMeter } from "./meters.ts";

const payload: Param<Map<string, string> | undefined> = table(text(100));
export const meterEventParams = {
	event_name: required(text(100)),
	identifier: text(100),
	payload: required(payload),
	timestamp: timestamp(),
};
export const adjustmentParams = {
	cancel: hash({ identifier: text(100) }),
	event_name: required(text(100)),
	type: required(oneOf("cancel")),
};

const day = 86_400;
/** Documented: up to 35 days back and 5 minutes ahead. */
const oldest = 35 * day;
const farthest = 300;

/**
 * Counted from now on. Errors: no active meter of that name, an identifier of the last 24 hours, a time
 * outside the window, a payload the meter cannot read. Stripe checks the payload later and reports what
 * it refuses in a thin event; here the refusal comes at once, with the same code.
 */
export function createMeterEvent(draft: Draft, params: Values<typeof meterEventParams>): object {
	const { event_name, payload } = params;
	const meter = findMeter(draft, event_name);
	if (meter === undefined) throw noMeter(draft, event_name);
	const customer = customerIn(draft, meter, payload);
	const value = valueIn(meter, payload);
	const identifier = params.identifier ?? draft.newId("", 32);
	refuseRepeated(draft, identifier);
	const at = params.timestamp ?? draft.now;
	refuseOddTime(draft, at);
	draft.put("meterEvent", {
		id: draft.newId("mtrevt"),
		meter: meter.id,
		identifier,
		customer,
		value,
		timestamp: at,
		createdAt: draft.now,
	});
	watchThresholds(draft, customer, at);
	return {
		object: "billing.meter_event",
		created: draft.now,
		event_name,
		identifier,
		livemode: false,
		payload: Object.fromEntries(payload),
		timestamp: at,
	};
}

function noMeter(draft: Draft, name: string) {
	for (const _archived of draft.list("billing.meter", { group: `event_name:${name}` })) {
		return invalidRequest(`The meter for the event name '${name}' is not active.`, {
			code: "archived_meter",
			param: "event_name",
		});
	}
	return invalidRequest(`No active meter found for the event name '${name}'.`, {
		code: "no_meter",
		param: "event_name",
	});
}

function customerIn(draft: Draft, meter: Meter, payload: Map<string, string>): string {
	const key = meter.customer_mapping.event_payload_key;
	const param = `payload[${key}]`;
	const id = payload.get(key);
	if (id === undefined) {
		throw invalidRequest(`The payload lacks the customer: ${key}.`, {
			code: "meter_event_no_customer_defined",
			param,
		});
	}
	if (draft.get("customer", id) !== undefined) return id;
	throw invalidRequest(`No such customer: '${id}'`, {
		code: "meter_event_customer_not_found",
		param,
	});
}

/** A meter that counts needs no value; the others a number of at most 15 digits. */
function valueIn(meter: Meter, payload: Map<string, string>): number {
	const key = meter.value_settings.event_payload_key;
	const given = payload.get(key);
	if (given === undefined && meter.default_aggregation.formula === "count") return 1;
	const param = `payload[${key}]`;
	if (given === undefined || !/^-?\d+(\.\d+)?$/.test(given)) {
		throw invalidRequest(`The payload's ${key} is not a number.`, {
			code: "meter_event_invalid_value",
			param,
		});
	}
	if (given.replace(/\D/g, "").length <= 15) return Number(given);
	throw invalidRequest(`The payload's ${key} has too many digits.`, {
		code: "meter_event_value_too_many_digits",
		param,
	});
}

function refuseRepeated(draft: Draft, identifier: string): void {
	for (const event of draft.list("meterEvent", { group: `identifier:${identifier}` })) {
		if (event.createdAt <= draft.now - day) continue;
		throw invalidRequest(`An event already exists with the identifier ${identifier}.`, {
			code: "resource_already_exists",
			param: "identifier",
		});
	}
}

function refuseOddTime(draft: Draft, at: number): void {
	if (at < draft.now - oldest) {
		throw invalidRequest("The timestamp must be within the past 35 days.", {
			code: "timestamp_too_far_in_past",
			param: "timestamp",
		});
	}
	if (at > draft.now + farthest) {
		throw invalidRequest("The timestamp must be at most 5 minutes in the future.", {
			code: "timestamp_in_future",
			param: "timestamp",
		});
	}
}

/** Takes an event of the last 24 hours back, before it was billed. Error code: resource_missing. */
export function cancelMeterEvent(
	draft: Draft,
	{ cancel, event_name, type }: Values<typeof adjustmentParams>,
): object {
	const identifier = cancel?.identifier;
	const param = "cancel[identifier]";
	if (identifier === undefined) {
		throw invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
	}
	const found = [...draft.list("meterEvent", { group: `identifier:${identifier}` })].find((event) =>
		isRecentOf(draft, event, event_name),
	);
	if (found === undefined) throw missingResource("meter event", identifier, param);
	draft.remove("meterEvent", found.id);
	return {
		object: "billing.meter_event_adjustment",
		cancel: { identifier },
		event_name,
		livemode: false,
		status: "complete",
		type,
	};
}

function isRecentOf(draft: Draft, event: MeterEventRecord, name: string): boolean {
	const meter = draft.get("billing.meter", event.meter);
	return meter?.event_name === name && event.createdAt > draft.now - day;
}
