// The stream of meter events: taken as they come, checked afterwards.

import type { Draft } from "../core/draft.ts";
import type { MeterSession } from "../core/objects.ts";
import { hash, list, required, table, text, type Values } from "../core/params/params.ts";
import { StripeError } from "../core/stripe-error.ts";
import { instant, instantText } from "../core/time/instant.ts";
import { createMeterEvent } from "../meters/meter-events.ts";
import { noteMeterError } from "./report-errors.ts";

export const streamedEvent = {
	event_name: required(text(100)),
	identifier: text(100),
	payload: required(table(text(100))),
	timestamp: instant(),
};
export const streamParams = { events: required(list(hash(streamedEvent), 100)) };

const sessionSeconds = 15 * 60;

/** The right to send to the stream for a quarter of an hour. Documented. */
export function openMeterSession(draft: Draft): MeterSession {
	for (const { id, expiresAt } of [...draft.list("meterSession")]) {
		if (expiresAt <= draft.now) draft.remove("meterSession", id);
	}
	const token = `mes_test_${draft.newId("", 40)}`;
	const expiresAt = draft.now + sessionSeconds;
	draft.put("meterSession", { id: token, expiresAt });
	return {
		id: draft.newId("mes_test"),
		object: "v2.billing.meter_event_session",
		authentication_token: token,
		created: instantText(draft.now),
		expires_at: instantText(expiresAt),
		livemode: false,
	};
}

/**
 * Takes all the events. What a meter cannot read is reported later in a thin event; an identifier that
 * was used already is passed over. Error: a token that is none or has expired.
 */
export function streamMeterEvents(
	draft: Draft,
	token: string,
	{ events }: Values<typeof streamParams>,
): object {
	const session = draft.get("meterSession", token);
	if (session === undefined || session.expiresAt <= draft.now) {
		throw new StripeError(401, {
			type: "temporary_session_expired",
			code: "billing_meter_event_session_expired",
			message: "The meter event session has expired. Create a new one.",
		});
	}
	for (const event of events) takeIn(draft, event);
	return {};
}

function takeIn(draft: Draft, event: Values<typeof streamedEvent>): void {
	const identifier = event.identifier ?? draft.newId("", 32);
	try {
		createMeterEvent(draft, { ...event, identifier });
	} catch (problem) {
		if (!(problem instanceof StripeError)) throw problem;
		const { code = "", message } = problem.fields;
		if (code === "resource_already_exists") return;
		noteMeterError(draft, event.event_name, { code, message, identifier });
	}
}
