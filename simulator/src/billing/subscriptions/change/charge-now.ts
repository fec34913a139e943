// An invoice of a running subscription that is finalized and charged within the request.

import type { Draft } from "../../core/draft.ts";
import type { Invoice, Subscription, SubscriptionItem } from "../../core/objects.ts";
import { getCustomer } from "../../customers/revise-customer.ts";
import { createInvoice, pendingItems } from "../../invoices/build-invoice.ts";
import {
	type Collection,
	collectInvoice,
	findMethod,
} from "../../invoices/collect/collect-invoice.ts";
import { finalizeInvoice } from "../../invoices/finalize-invoice.ts";

/** Null when there is nothing to bill: no items and nothing that waits. */
export function chargeNow(
	draft: Draft,
	subscription: Subscription,
	items: readonly SubscriptionItem[],
): { invoice: Invoice; outcome: Collection } | null {
	const invoice = openNow(draft, subscription, items);
	if (invoice === null) return null;
	const method = findMethod(draft, subscription, invoice);
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	return { invoice, outcome };
}

/** The invoice is open and nobody has been charged. */
export function openNow(
	draft: Draft,
	subscription: Subscription,
	items: readonly SubscriptionItem[],
): Invoice | null {
	const { customer, id } = subscription;
	if (items.length === 0 && pendingItems(draft, { customer, subscription: id }).length === 0) {
		return null;
	}
	const opened = createInvoice(draft, {
		subscription,
		customer: getCustomer(draft, customer),
		reason: "subscription_update",
		period: { start: draft.now, end: draft.now },
		autoAdvance: false,
		items,
	});
	return finalizeInvoice(draft, opened, { announced: false });
}
