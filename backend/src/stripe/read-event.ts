// What a stored event tells us: a sight of a subscription, or a reason to look.
import type Stripe from "stripe";
import type { EventMeaning } from "../domain/event-batch.ts";
import type { InvoiceNotice } from "../domain/notice.ts";
import { effectOf } from "../domain/stripe-event.ts";
import { stripeApiVersion } from "./client.ts";
import { parseEvent } from "./parse-event.ts";
import { readInvoiceNotice } from "./read-invoice.ts";
import { isOnTestClock } from "./subscriptions.ts";
import { idOf, toSubscription } from "./to-subscription.ts";

/** Throws on a payload that does not have its type's shape: such an event is poison. */
export function readEventMeaning(payload: string): EventMeaning {
	const event = parseEvent(payload);
	if (!event) throw new Error("the stored payload is no event");
	const effect = effectOf(event.type);
	if (event.api_version !== stripeApiVersion && effect === "subscription") return { kind: "fetch" };
	switch (event.type) {
		case "customer.subscription.created":
		case "customer.subscription.updated":
		case "customer.subscription.deleted":
		case "customer.subscription.paused":
		case "customer.subscription.resumed":
		case "customer.subscription.trial_will_end":
			return sightOf(event.data.object, event.created);
		case "checkout.session.completed":
			return lookAfter(event.data.object, "complete");
		case "checkout.session.expired":
			return lookAfter(event.data.object, "expired");
		case "invoice.paid":
			return lookAtInvoice("paid", event.data.object, event.created);
		case "invoice.payment_failed":
			return lookAtInvoice("payment_failed", event.data.object, event.created);
		case "invoice.payment_action_required":
			return lookAtInvoice("action_required", event.data.object, event.created);
		default:
			return { kind: "fetch" };
	}
}

function sightOf(subscription: Stripe.Subscription, created: number): EventMeaning {
	if (isOnTestClock(subscription)) return { kind: "fetch" };
	const seen = toSubscription(subscription);
	return { kind: "sight", observation: { subscription: seen, lo: created, hi: created } };
}

function lookAfter(session: Stripe.Checkout.Session, status: "complete" | "expired"): EventMeaning {
	return {
		kind: "look",
		subscriptionId: session.subscription ? idOf(session.subscription) : null,
		endedSession: { sessionId: session.id, status },
	};
}

function lookAtInvoice(
	what: InvoiceNotice["what"],
	invoice: Stripe.Invoice,
	created: number,
): EventMeaning {
	return {
		kind: "look",
		subscriptionId: subscriptionOf(invoice),
		endedSession: null,
		notice: readInvoiceNotice(what, invoice, created),
	};
}

function subscriptionOf(invoice: Stripe.Invoice): string | null {
	const subscription = invoice.parent?.subscription_details?.subscription;
	return subscription ? idOf(subscription) : null;
}
