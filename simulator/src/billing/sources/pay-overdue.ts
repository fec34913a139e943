// A new default source is tried at once for what was overdue.

import type { Draft } from "../core/draft.ts";
import { given } from "../core/params/given.ts";
import { StripeError } from "../core/stripe-error.ts";
import { invoicePayParams, payInvoice } from "../invoices/collect/pay-invoice.ts";

/** Pays the latest open invoice of each past-due subscription that charges by itself. Documented. */
export function payOverdue(draft: Draft, customer: string): void {
	for (const subscription of [...draft.list("subscription", { group: `customer:${customer}` })]) {
		const { collection_method, latest_invoice, status } = subscription;
		if (status !== "past_due" || collection_method !== "charge_automatically") continue;
		const invoice = draft.get("invoice", latest_invoice ?? "");
		if (invoice?.status !== "open") continue;
		// A card that fails here has failed as at any other try.
		if (payInvoice(draft, invoice.id, given(invoicePayParams, {})) instanceof StripeError) return;
	}
}
