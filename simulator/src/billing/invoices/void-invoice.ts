// Taking an invoice back or writing it off, with what that means for its subscription.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Invoice, Subscription } from "../core/objects.ts";
import { discardPendingUpdate } from "../subscriptions/change/pending-update.ts";
import { reviseSubscription, stopTimers } from "../subscriptions/start/build-subscription.ts";
import { subscriptionOf } from "./collect/collect-invoice.ts";
import { followInvoices } from "./collect/follow-outcome.ts";
import { markUncollectible, voidInvoice } from "./collect/settle-invoice.ts";

/** Nobody owes it any more; the invoice before it decides on the subscription now. */
export function voidAndFollow(draft: Draft, id: string): Invoice {
	const voided = voidInvoice(draft, getRecord(draft, "invoice", { id }));
	const subscription = subscriptionOf(draft, voided);
	if (subscription === undefined) return voided;
	if (subscription.status === "incomplete") expireUnpaid(draft, subscription);
	else if (subscription.latest_invoice === id) {
		followInvoices(draft, discardPendingUpdate(draft, subscription));
	}
	return voided;
}

/** A bad debt; documented: the subscription goes on as if it were paid. */
export function writeOffAndFollow(draft: Draft, id: string): Invoice {
	const marked = markUncollectible(draft, getRecord(draft, "invoice", { id }));
	const subscription = subscriptionOf(draft, marked);
	if (subscription !== undefined) followInvoices(draft, subscription);
	return marked;
}

/** Nobody paid the first invoice in time. Emits the last update, invoice.voided. */
export function expireIncomplete(draft: Draft, id: string): void {
	const subscription = draft.get("subscription", id);
	if (subscription?.status !== "incomplete") return;
	expireUnpaid(draft, subscription);
	const invoice = draft.get("invoice", subscription.latest_invoice ?? "");
	if (invoice?.status === "open") voidInvoice(draft, invoice);
}

function expireUnpaid(draft: Draft, subscription: Subscription): void {
	stopTimers(draft, subscription.id);
	reviseSubscription(draft, subscription, { status: "incomplete_expired", ended_at: draft.now });
}

/** Nobody paid for the update in time. Emits invoice.voided and .pending_update_expired. */
export function expirePendingUpdate(draft: Draft, subscription: Subscription): void {
	const invoice = draft.get("invoice", subscription.latest_invoice ?? "");
	if (invoice?.status === "open") voidInvoice(draft, invoice);
	discardPendingUpdate(draft, subscription);
}

/** Nobody paid for the resumption in time: it stays paused. Emits invoice.voided. */
export function expireResumption(draft: Draft, subscription: Subscription): void {
	const invoice = draft.get("invoice", subscription.latest_invoice ?? "");
	if (invoice?.status === "open") voidInvoice(draft, invoice);
}
