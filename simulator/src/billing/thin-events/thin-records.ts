// What is remembered of thin events and of where they go.
import type Stripe from "stripe";
import type { Wire } from "../core/wire.ts";

/** One thin event whole, as it is fetched; the notification of it leaves `data` out. */
export type ThinEvent = Wire<Stripe.V2.Core.EventBase> & {
	data?: object;
	related_object?: { id: string; type: string; url: string };
};

/** What an event destination has besides its webhook endpoint; `id` is the endpoint's. Unix seconds. */
export interface DestinationRecord {
	id: string;
	name: string;
	payload: "snapshot" | "thin";
	updatedAt: number;
}

/** What is delivered of a thin event: everything but the part that is to be fetched. */
export function notificationOf({ data: _fetched, ...notification }: ThinEvent): object {
	return notification;
}
