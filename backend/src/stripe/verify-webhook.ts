// Is this body from Stripe, fresh, and an event? The SDK's check, and what it leaves out.
import Stripe from "stripe";
import { BillingError } from "../domain/errors.ts";
import { isRecord, isThinEvent, parseEvent } from "./parse-event.ts";
import { toDate } from "./to-subscription.ts";

/** What the inbox needs to know of a verified event. `customerId` null: it concerns no customer. */
export interface VerifiedEvent {
	eventId: string;
	type: string;
	apiVersion: string | null;
	createdAt: Date;
	livemode: boolean;
	account: string | null;
	customerId: string | null;
}

const toleranceSeconds = 300;

/**
 * Verifies the raw body against any of the secrets; null for a thin event, which is Stripe's own too, and
 * carries nothing that concerns us. Errors: `signature_invalid` when missing, wrong, or
 * more than 300 s from `wallNow` in either direction (the SDK accepts the future); `event_malformed`
 * when the signed body is no event object.
 */
export function verifyWebhook(
	delivery: { body: Buffer; signature: string | undefined; wallNow: Date },
	secrets: readonly string[],
): VerifiedEvent | null {
	const { body, signature, wallNow } = delivery;
	if (signature === undefined || !isFresh(signature, wallNow))
		throw new BillingError("signature_invalid", { param: "Stripe-Signature" });
	const proven = secrets.some((secret) => proves(body, signature, { secret, wallNow }));
	if (!proven) throw new BillingError("signature_invalid", { param: "Stripe-Signature" });
	return readEvent(body);
}

// A header may name `t` once only: the SDK would take the last of several.
function isFresh(signature: string, wallNow: Date): boolean {
	const times = signature.split(",").filter((part) => part.startsWith("t="));
	const seconds = times[0]?.slice(2) ?? "";
	if (times.length !== 1 || !/^\d{1,12}$/.test(seconds)) return false;
	return Math.abs(wallNow.getTime() / 1000 - Number(seconds)) <= toleranceSeconds;
}

function proves(
	body: Buffer,
	signature: string,
	against: { secret: string; wallNow: Date },
): boolean {
	const { signature: verifier } = Stripe.webhooks;
	if (!verifier) return false;
	try {
		// `toleranceSeconds` is checked above for both directions; here it only must not be 0.
		const receivedMs = against.wallNow.getTime();
		return verifier.verifyHeader(
			body,
			signature,
			against.secret,
			toleranceSeconds + 1,
			undefined,
			receivedMs,
		);
	} catch {
		// Whatever it is that the SDK cannot make sense of, it proves nothing.
		return false;
	}
}

function readEvent(body: Buffer): VerifiedEvent | null {
	const text = body.toString("utf8");
	const event = parseEvent(text);
	if (!event && isThinEvent(text)) return null;
	if (!event) throw new BillingError("event_malformed");
	return describeEvent(event);
}

/** What the inbox keeps beside an event's payload. */
export function describeEvent(event: Stripe.Event): VerifiedEvent {
	return {
		eventId: event.id,
		type: event.type,
		apiVersion: event.api_version,
		createdAt: toDate(event.created),
		livemode: event.livemode,
		account: event.account ?? null,
		customerId: customerOf(event),
	};
}

function customerOf(event: Stripe.Event): string | null {
	const object: unknown = event.data.object;
	if (!isRecord(object)) return null;
	const reference = object.object === "customer" ? object.id : object.customer;
	const id = isRecord(reference) ? reference.id : reference;
	return typeof id === "string" && /^\w{1,255}$/.test(id) ? id : null;
}
