// What is remembered of webhooks besides the endpoints themselves.
import type { StripeEvent } from "../core/objects.ts";

/** One try at delivering an event. `status` is the HTTP status, null when no answer came. */
export interface DeliveryAttempt {
	atMs: number;
	/** How long the answer took, in milliseconds. */
	tookMs: number;
	status: number | null;
	error: string | null;
	/** The beginning of the answer's body; null when there was no answer. */
	answer: string | null;
	/** The `Stripe-Signature` it was sent with. */
	signature: string;
}

/** An event on its way to one endpoint. Times in milliseconds of the wall clock. */
export interface DeliveryRecord {
	id: string;
	event: string;
	endpoint: string;
	/** `dropped` was lost on purpose; only resending by hand brings it. */
	state: "pending" | "delivered" | "failed" | "dropped";
	/** Whether the endpoint has ever answered 2xx. */
	taken: boolean;
	/** Refusals since it was first sent or sent again by hand. */
	failures: number;
	/** 0 for as soon as possible. */
	nextAttemptAtMs: number;
	/** The event, when it has left the log while this was still pending. */
	forgottenEvent?: StripeEvent;
	attempts: DeliveryAttempt[];
}

/** An endpoint that has taken nothing for a while; `id` is the endpoint's. Times as above. */
export interface EndpointHealth {
	id: string;
	/** The first refusal since it last took something. */
	failingSinceMs: number;
	/** When it was disabled for that; null while it is not. */
	disabledAtMs: number | null;
}

export interface SigningSecret {
	value: string;
	/** The wall clock's milliseconds at which it stops signing; null for the current one. */
	expiresAtMs: number | null;
}

/** The signing secrets of one endpoint, newest first; `id` is the endpoint's. */
export interface SecretRecord {
	id: string;
	secrets: SigningSecret[];
}

/** An event on its way to an endpoint, not tried yet. */
export function newDelivery(event: string, endpoint: string): DeliveryRecord {
	return {
		id: `${event} ${endpoint}`,
		event,
		endpoint,
		state: "pending",
		taken: false,
		failures: 0,
		nextAttemptAtMs: 0,
		attempts: [],
	};
}
