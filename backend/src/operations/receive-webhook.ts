// A delivery from Stripe: proven, stored, and only then acknowledged.
import { BillingError } from "../domain/errors.ts";
import { reasonToIgnore } from "../domain/stripe-event.ts";
import { type VerifiedEvent, verifyWebhook } from "../stripe/verify-webhook.ts";
import type { Deps } from "./deps.ts";
import { type DeliveryOutcome, noMetrics, noTrace } from "./watch.ts";

type ReceiveDeps = Pick<
	Deps,
	"inbox" | "clock" | "log" | "livemode" | "webhookSecrets" | "onWork" | "metrics" | "trace"
>;

interface Delivery {
	body: Buffer;
	signature: string | undefined;
}

/**
 * Afterwards the event is durably stored exactly once, and will be applied; a repeat changes nothing.
 * An event of the other mode or of a connected account is not ours and is left unstored.
 * Errors: `signature_invalid`, `event_malformed`; `unavailable`: not stored, send again.
 */
export async function receiveWebhook(deps: ReceiveDeps, delivery: Delivery): Promise<void> {
	const { metrics = noMetrics, trace = noTrace } = deps;
	await trace.span({ name: "webhook received", kind: "server" }, async (describe) => {
		const event = prove(deps, delivery);
		if (event === null) {
			deps.log.warn({}, "thin event: send snapshot events here");
			return metrics.delivery("ignored", "thin");
		}
		describe({ event_id: event.eventId, "stripe.event.type": event.type });
		const outcome = await take(deps, event, delivery.body);
		describe({ outcome });
		metrics.delivery(outcome, event.type);
	});
}

function prove(deps: ReceiveDeps, delivery: Delivery): VerifiedEvent | null {
	const { metrics = noMetrics, clock, log, webhookSecrets } = deps;
	try {
		return verifyWebhook({ ...delivery, wallNow: clock.wallNow() }, webhookSecrets);
	} catch (error) {
		metrics.delivery("refused", null);
		const code = error instanceof BillingError ? error.code : "unknown";
		log.warn({ code, bytes: delivery.body.length, outcome: "refused" }, "webhook refused");
		throw error;
	}
}

async function take(
	deps: ReceiveDeps,
	event: VerifiedEvent,
	body: Buffer,
): Promise<DeliveryOutcome> {
	const { metrics = noMetrics, trace = noTrace } = deps;
	if (event.livemode !== deps.livemode || event.account !== null) {
		deps.log.warn(
			{ event_id: event.eventId, type: event.type },
			"event of another mode or account",
		);
		return "ignored";
	}
	const ignoredBecause = reasonToIgnore(event);
	const received = {
		eventId: event.eventId,
		type: event.type,
		apiVersion: event.apiVersion,
		createdAt: event.createdAt,
		lane: ignoredBecause === null ? event.customerId : null,
		payload: body.toString("utf8"),
		ignoredBecause,
		receivedBy: "webhook" as const,
		traceparent: trace.current(),
	};
	try {
		const isNew = await trace.span({ name: "inbox commit" }, () => deps.inbox.put(received));
		if (isNew && ignoredBecause === null) deps.onWork();
		if (!isNew) return "repeated";
		return ignoredBecause === null ? "stored" : "ignored";
	} catch (error) {
		// A full inbox refuses by itself; otherwise the database is the cause.
		const caused = error instanceof BillingError && error.details.cause !== undefined;
		metrics.delivery(caused ? "failed" : "full", event.type);
		throw error;
	}
}
