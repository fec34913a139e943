// An invoice going on by itself: finalized after its drafting hour, charged, and charged again.

import type { Draft } from "../core/draft.ts";
import type { Invoice } from "../core/objects.ts";
import { failFinalization } from "../taxes/tax-location.ts";
import { collectInvoice, methodOf, subscriptionOf } from "./collect/collect-invoice.ts";
import { followOutcome } from "./collect/follow-outcome.ts";
import { finalizeInvoice } from "./finalize-invoice.ts";
import { sendInvoice } from "./send-invoice.ts";

/** The drafting hour is over. Emits what finalizing and charging bring. */
export function finalizeAndCollect(draft: Draft, id: string): void {
	const invoice = draft.get("invoice", id);
	if (invoice?.status !== "draft") return;
	if (failFinalization(draft, invoice) !== undefined) return;
	finalizeInvoice(draft, invoice, { announced: true });
	collectAgain(draft, id);
}

/** One attempt at an open invoice, or its way to the customer; then its subscription follows. */
export function collectAgain(draft: Draft, id: string): void {
	const invoice = draft.get("invoice", id);
	if (invoice?.status !== "open") return;
	if (invoice.collection_method === "send_invoice" && invoice.amount_due > 0) {
		sendInvoice(draft, invoice);
		return;
	}
	const outcome = collectInvoice(draft, invoice, {
		announced: true,
		retried: true,
		method: methodOf(draft, invoice),
	});
	followIt(draft, invoice, outcome);
}

/** Brings the invoice's subscription, if it has one, in line with the outcome. */
export function followIt(
	draft: Draft,
	invoice: Invoice,
	outcome: Parameters<typeof followOutcome>[2],
): void {
	const subscription = subscriptionOf(draft, invoice);
	if (subscription !== undefined) followOutcome(draft, { subscription, invoice }, outcome);
}
