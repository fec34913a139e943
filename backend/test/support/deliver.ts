// Delivering webhook events by hand: signed as Stripe signs, in whatever order a test wants.
import Stripe from "stripe";
import { simulatorKey } from "./start.ts";

export interface RawEvent {
	id: string;
	type: string;
	created: number;
	data: { object: { id: string; customer?: string | null } };
}

/** The simulator's events of one customer as they stand on the wire, oldest first. */
export async function eventsOf(
	simulator: { url: string },
	customerId: string,
): Promise<RawEvent[]> {
	const response = await fetch(`${simulator.url}/v1/events?limit=100`, {
		headers: { authorization: `Bearer ${simulatorKey}` },
	});
	const { data } = (await response.json()) as { data: RawEvent[] };
	return data.filter((event) => event.data.object.customer === customerId).reverse();
}

export interface DeliveryOptions {
	secret: string;
	/** Unix seconds of the signature; now unless said. */
	timestamp?: number;
	/** Replaces the header altogether; null sends none. */
	header?: string | null;
}

/** Posts a body to the webhook route with a genuine signature over exactly these bytes. */
export function deliver(
	backend: { url: string },
	payload: unknown,
	options: DeliveryOptions,
): Promise<Response> {
	const body = typeof payload === "string" ? payload : JSON.stringify(payload, null, 2);
	const signature =
		options.header ??
		Stripe.webhooks.generateTestHeaderString({
			payload: body,
			secret: options.secret,
			timestamp: options.timestamp ?? Math.floor(Date.now() / 1000),
		});
	return fetch(`${backend.url}/api/v1/stripe/webhook`, {
		method: "POST",
		headers: {
			"content-type": "application/json; charset=utf-8",
			...(options.header !== null && { "stripe-signature": signature }),
		},
		body,
	});
}
