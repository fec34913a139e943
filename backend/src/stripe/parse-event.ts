// The shape that a webhook event must have before anything in it is believed.
import type Stripe from "stripe";

/** Parses the text of an event and checks the shape that we rely on; null when it has another. */
export function parseEvent(text: string): Stripe.Event | null {
	const value = parse(text);
	return isEvent(value) ? value : null;
}

/** Whether it is an event of API v2, which names its object and does not show it. */
export function isThinEvent(text: string): boolean {
	const value = parse(text);
	return isRecord(value) && value.object === "v2.core.event";
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function isEvent(value: unknown): value is Stripe.Event {
	if (!isRecord(value) || !isRecord(value.data) || !isRecord(value.data.object)) return false;
	return (
		value.object === "event" &&
		isWord(value.id, /^evt_\w{1,250}$/) &&
		isWord(value.type, /^[\w.]{1,200}$/) &&
		isInstant(value.created) &&
		typeof value.livemode === "boolean" &&
		(value.api_version === null || isWord(value.api_version, /^[\w.-]{1,100}$/))
	);
}

function isWord(value: unknown, pattern: RegExp): boolean {
	return typeof value === "string" && pattern.test(value);
}

// Up to the year 9999: later seconds do not fit the database's instants.
function isInstant(value: unknown): boolean {
	return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 253_402_300_799;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
