// A delivery from Stripe: proven, stored, and only then acknowledged.
import { reasonToIgnore } from "../domain/stripe-event.ts";
import { verifyWebhook } from "../stripe/verify-webhook.ts";
import type { Deps } from "./deps.ts";

/**
 * Afterwards the event is durably stored exactly once, and will be applied; a repeat changes nothing.
 * An event of the other mode or of a connected account is not ours and is left unstored.
 * Errors: `signature_invalid`, `event_malformed`; `unavailable`: not stored, send again.
 */
export async function receiveWebhook(
	deps: Pick<Deps, "inbox" | "clock" | "log" | "livemode" | "webhookSecrets" | "onWork">,
	delivery: { body: Buffer; signature: string | undefined },
): Promise<void> {
	const wallNow = deps.clock.wallNow();
	const event = verifyWebhook({ ...delivery, wallNow }, deps.webhookSecrets);
	if (event.livemode !== deps.livemode || event.account !== null) {
		deps.log.warn(
			{ event_id: event.eventId, type: event.type },
			"event of another mode or account",
		);
		return;
	}
	const ignoredBecause = reasonToIgnore(event);
	const isNew = await deps.inbox.put({
		eventId: event.eventId,
		type: event.type,
		apiVersion: event.apiVersion,
		createdAt: event.createdAt,
		lane: ignoredBecause === null ? event.customerId : null,
		payload: delivery.body.toString("utf8"),
		ignoredBecause,
		receivedBy: "webhook",
	});
	if (isNew && ignoredBecause === null) deps.onWork();
}
