// What meters refused, told together after a short while.

import type { Draft } from "../core/draft.ts";
import { instantText } from "../core/time/instant.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { emitThin } from "../thin-events/thin-event.ts";
import type { MeterError } from "./stream-records.ts";

const unknownMeter = "none";
const samplesPerType = 5;

/** Remembers the refusal; the first one begins the window at whose end all of them are told. */
export function noteMeterError(draft: Draft, eventName: string, error: MeterError): void {
	const [meter] = draft.list("billing.meter", { group: `event_name:${eventName}` });
	const id = meter?.id ?? unknownMeter;
	const noted = draft.get("meterErrors", id) ?? { id, startedAt: draft.now, errors: [] };
	draft.put("meterErrors", { ...noted, errors: [...noted.errors, error] });
	if (noted.errors.length > 0) return;
	schedule(draft, "report_meter_errors", id, draft.now + draft.settings.meterErrorSeconds);
}

/** Emits v1.billing.meter.error_report_triggered of the meter, or v1.billing.meter.no_meter_found. */
export function reportMeterErrors(draft: Draft, id: string): void {
	const noted = draft.get("meterErrors", id);
	if (noted === undefined) return;
	draft.remove("meterErrors", id);
	const { errors, startedAt } = noted;
	const count = errors.length;
	const data = {
		developer_message_summary:
			count === 1 ? "There is 1 invalid event" : `There are ${count} invalid events`,
		reason: { error_count: count, error_types: byType(errors) },
		validation_end: instantText(draft.now),
		validation_start: instantText(startedAt),
	};
	if (id === unknownMeter) emitThin(draft, { type: "v1.billing.meter.no_meter_found", data });
	else {
		const related_object = { id, type: "billing.meter", url: `/v1/billing/meters/${id}` };
		emitThin(draft, { type: "v1.billing.meter.error_report_triggered", data, related_object });
	}
}

function byType(errors: readonly MeterError[]) {
	return [...Map.groupBy(errors, ({ code }) => code)].map(([code, same]) => ({
		code,
		error_count: same.length,
		sample_errors: same.slice(0, samplesPerType).map(({ identifier, message }) => ({
			error_message: message,
			request: { identifier },
		})),
	}));
}
