// What the payment of an invoice, or its failure, means for the subscription.

import type { Draft } from "../../core/draft.ts";
import type { Invoice, Subscription } from "../../core/objects.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { applyPendingUpdate } from "../../subscriptions/change/pending-update.ts";
import { endForFailedPayment } from "../../subscriptions/end/end-subscription.ts";
import { activateResumed, isResuming } from "../../subscriptions/pause/resumption.ts";
import {
	reviseSubscription,
	schedulePeriod,
} from "../../subscriptions/start/build-subscription.ts";
import type { Collection } from "./collect-invoice.ts";
import { savedMethod } from "./saved-method.ts";
import { markUncollectible } from "./settle-invoice.ts";

/** Brings the subscription's status in line with how its invoice went. Emits what changes. */
export function followOutcome(
	draft: Draft,
	{ subscription, invoice }: { subscription: Subscription; invoice: Invoice },
	outcome: Collection,
): Subscription {
	if (outcome.kind === "paid" || outcome.kind === "nothing_due") {
		return followPayment(draft, subscription, invoice.id);
	}
	const failed = outcome.kind === "declined" || outcome.kind === "no_payment_method";
	if (outcome.kind === "processing" || isSent(subscription)) return subscription;
	const pastDue =
		subscription.status === "active"
			? reviseSubscription(draft, subscription, { status: "past_due" })
			: subscription;
	const current = draft.get("invoice", invoice.id) ?? invoice;
	const exhausted =
		failed && current.next_payment_attempt === null && isDunned(current) && isOwing(pastDue);
	return exhausted ? giveUp(draft, pastDue, current) : pastDue;
}

function isSent({ collection_method }: Subscription): boolean {
	return collection_method === "send_invoice";
}

function isDunned({ billing_reason }: Invoice): boolean {
	return billing_reason === "subscription_cycle" || billing_reason === "subscription_update";
}

function isOwing({ status }: Subscription): boolean {
	return status === "past_due" || status === "unpaid";
}

/** One of its invoices was paid or forgiven. */
function followPayment(draft: Draft, subscription: Subscription, invoice: string): Subscription {
	if (invoice !== subscription.latest_invoice) return followInvoices(draft, subscription);
	if (isResuming(draft, subscription)) {
		return activateResumed(draft, subscription, subscription);
	}
	const applied = applyPendingUpdate(draft, subscription);
	return followInvoices(draft, applied);
}

/**
 * Documented: the newest invoice that is not void decides. Once it is paid or written off, the
 * subscription is active again, whatever older ones are still open.
 */
export function followInvoices(draft: Draft, subscription: Subscription): Subscription {
	if (!["incomplete", "past_due", "unpaid"].includes(subscription.status)) return subscription;
	const wasIncomplete = subscription.status === "incomplete";
	const settled = wasIncomplete ? ["paid"] : ["paid", "uncollectible"];
	const newest = newestInvoice(draft, subscription.id);
	if (newest === undefined && wasIncomplete) return subscription;
	if (newest !== undefined && !settled.includes(newest.status ?? "")) return subscription;
	unschedule(draft, "expire_incomplete", subscription.id);
	const active = reviseSubscription(draft, subscription, {
		status: "active",
		...savedMethod(draft, subscription, newest?.id ?? ""),
	});
	if (wasIncomplete) schedulePeriod(draft, active);
	return active;
}

function newestInvoice(draft: Draft, subscription: string): Invoice | undefined {
	for (const invoice of draft.list("invoice", { group: `subscription:${subscription}` })) {
		if (invoice.status !== "void" && invoice.status !== "draft") return invoice;
	}
	return undefined;
}

function giveUp(draft: Draft, subscription: Subscription, invoice: Invoice): Subscription {
	const { afterRetries } = draft.settings;
	if (afterRetries === "leave") return subscription;
	if (afterRetries === "unpaid")
		return reviseSubscription(draft, subscription, { status: "unpaid" });
	markUncollectible(draft, invoice);
	return endForFailedPayment(draft, subscription);
}
