// What an invoice event tells, as far as somebody is to hear of it.
import type Stripe from "stripe";
import type { InvoiceNotice } from "../domain/notice.ts";

/**
 * Null when a fact is missing that the mail needs: then there is no mail, and the event still counts.
 * These fields mean the same in every API version, so any is read.
 */
export function readInvoiceNotice(
	what: InvoiceNotice["what"],
	invoice: Stripe.Invoice,
	created: number,
): InvoiceNotice | null {
	const { id, currency, attempt_count: attempt } = invoice;
	const amount = what === "paid" ? invoice.amount_paid : invoice.amount_remaining;
	if (typeof id !== "string" || !Number.isSafeInteger(amount)) return null;
	if (!/^[a-z]{3}$/.test(currency) || !Number.isInteger(attempt)) return null;
	const next = invoice.next_payment_attempt;
	return {
		what,
		at: new Date(created * 1000),
		invoiceId: id,
		number: typeof invoice.number === "string" ? invoice.number : null,
		amount,
		currency,
		url: safeLink(invoice.hosted_invoice_url),
		attempt,
		nextAttemptAt: typeof next === "number" ? new Date(next * 1000) : null,
		isFirst: invoice.billing_reason === "subscription_create",
	};
}

// The payload is signed, and still no other scheme may come to stand behind a button.
function safeLink(url: unknown): string | null {
	if (typeof url !== "string" || !URL.canParse(url)) return null;
	const { protocol, hostname } = new URL(url);
	const here = protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+)$/.test(hostname);
	return protocol === "https:" || here ? url : null;
}
