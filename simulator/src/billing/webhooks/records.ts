// What is remembered of webhooks besides the endpoints themselves.
import type { StripeEvent } from "../core/collections.ts";

/** One try at delivering an event. `status` is the HTTP status, null when no answer came. */
export interface DeliveryAttempt {
	atMs: number;
	status: number | null;
	error: string | null;
}

/** An event on its way to one endpoint. Times in milliseconds of the wall clock. */
export interface DeliveryRecord {
	id: string;
	event: string;
	endpoint: string;
	state: "pending" | "delivered" | "failed";
	nextAttemptAtMs: number;
	/** The event, when it has left the log while this was still pending. */
	forgottenEvent?: StripeEvent;
	attempts: DeliveryAttempt[];
}

/** The signing secrets of one endpoint, newest first; `id` is the endpoint's. */
export interface SecretRecord {
	id: string;
	secrets: string[];
}
