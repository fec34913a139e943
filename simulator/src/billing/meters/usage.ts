// What a meter counted for a customer.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Meter } from "../core/objects.ts";
import { integer, oneOf, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import type { MeterEventRecord } from "./meter-event-record.ts";

/** `start` inclusive, `end` exclusive; unix seconds. */
export interface Span {
	start: number;
	end: number;
}

/** The use in the span by the meter's formula: sum, number of events, or the last value. 0 for none. */
export function usageOf(
	draft: Draft,
	id: string,
	{ customer, span }: { customer: string; span: Span },
): number {
	const meter = draft.get("billing.meter", id);
	const events = [...draft.list("meterEvent", { group: `usage:${id} ${customer}` })];
	return meter === undefined ? 0 : aggregate(meter, events.filter(within(span)));
}

function within({ start, end }: Span) {
	return ({ timestamp }: MeterEventRecord) => timestamp >= start && timestamp < end;
}

/** `events` newest first, as they are listed. */
function aggregate(meter: Meter, events: readonly MeterEventRecord[]): number {
	const { formula } = meter.default_aggregation;
	if (formula === "count") return events.length;
	if (formula === "sum")
		return Math.max(
			0,
			events.reduce((sum, { value }) => sum + value, 0),
		);
	const last = events.toSorted((left, right) => right.timestamp - left.timestamp)[0];
	return last?.value ?? 0;
}

export const summaryParams = {
	customer: required(text()),
	end_time: required(integer(0)),
	start_time: required(integer(0)),
	value_grouping_window: oneOf("day", "hour"),
};

/** One summary of the whole span, or one per hour or day that saw use, newest first. */
export function summariesOf(
	draft: Draft,
	id: string,
	params: Values<typeof summaryParams>,
): object[] {
	const meter = getRecord(draft, "billing.meter", { id });
	getCustomer(draft, params.customer, "customer");
	const window = { hour: 3600, day: 86_400 };
	const grain = params.value_grouping_window;
	const step = grain === undefined ? 60 : window[grain];
	refuseUnaligned(params, step);
	const span = { start: params.start_time, end: params.end_time };
	const events = [...draft.list("meterEvent", { group: `usage:${id} ${params.customer}` })];
	const used = events.filter(within(span));
	const spans = grain === undefined ? [span] : windowsOf(used, step);
	return spans.map((one) => summaryOf(meter, one, aggregate(meter, used.filter(within(one)))));
}

function refuseUnaligned(params: Values<typeof summaryParams>, step: number): void {
	for (const param of ["start_time", "end_time"] as const) {
		if (params[param] % step === 0) continue;
		throw invalidRequest(`${param} must be a multiple of ${step} seconds.`, { param });
	}
	if (params.end_time > params.start_time) return;
	throw invalidRequest("end_time must be after start_time.", { param: "end_time" });
}

function windowsOf(events: readonly MeterEventRecord[], step: number): Span[] {
	const starts = new Set(events.map(({ timestamp }) => timestamp - (timestamp % step)));
	return [...starts]
		.sort((left, right) => right - left)
		.map((start) => ({ start, end: start + step }));
}

function summaryOf(meter: Meter, { start, end }: Span, value: number) {
	return {
		id: `mtrusg_${meter.id.slice(-16)}${start.toString(36)}`,
		object: "billing.meter_event_summary",
		aggregated_value: value,
		end_time: end,
		livemode: false,
		meter: meter.id,
		start_time: start,
	};
}
