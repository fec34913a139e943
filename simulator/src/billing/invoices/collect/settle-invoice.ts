// What becomes of an invoice once it is paid, given up or taken back.

import { unapplyBalance } from "../../balance/customer-balance.ts";
import type { Draft } from "../../core/draft.ts";
import type { Invoice } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule, unschedule } from "../../core/time/schedule-timer.ts";
import { cancelPaymentIntent } from "../../payments/intents/payment-intents.ts";
import { findInvoicePayment } from "../finalize-invoice.ts";

/**
 * The invoice is paid. Emits invoice.updated when `announced`, and invoice.paid; the caller follows with
 * invoice.payment_succeeded where Stripe does. invoice_payment.paid comes some seconds later.
 */
export function markPaid(
	draft: Draft,
	before: Invoice,
	{ announced, outOfBand = false }: { announced: boolean; outOfBand?: boolean },
): Invoice {
	unschedule(draft, "retry_payment", before.id);
	const charged = before.amount_due > 0 && !outOfBand;
	const paid = draft.put("invoice", {
		...before,
		amount_paid: before.amount_due,
		amount_remaining: 0,
		attempt_count: before.attempt_count + (charged ? 1 : 0),
		attempted: outOfBand ? before.attempted : true,
		auto_advance: false,
		next_payment_attempt: null,
		status: "paid",
		status_transitions: { ...before.status_transitions, paid_at: draft.now },
	});
	if (announced) draft.emit("invoice.updated", paid, before);
	draft.emit("invoice.paid", paid);
	if (charged) settlePayment(draft, paid);
	else if (outOfBand) releasePayment(draft, paid.id);
	return paid;
}

function settlePayment(draft: Draft, invoice: Invoice): void {
	const payment = findInvoicePayment(draft, invoice.id);
	if (payment === undefined) return;
	draft.put("invoice_payment", {
		...payment,
		amount_paid: invoice.amount_due,
		status: "paid",
		status_transitions: { canceled_at: null, paid_at: draft.now },
	});
	// A frozen clock does not hold up what Stripe does meanwhile.
	const delay = draft.clock === null ? draft.settings.invoicePaymentDelaySeconds : 0;
	const announceAt = draft.now + delay;
	schedule(draft, "announce_invoice_payment", payment.id, announceAt);
}

/** The payment's own event, late and with no request behind it, as recorded. */
export function announceInvoicePayment(draft: Draft, id: string): void {
	const payment = draft.get("invoice_payment", id);
	if (payment !== undefined) draft.emit("invoice_payment.paid", payment);
}

/** Nobody owes it any more. Emits invoice.voided and payment_intent.canceled. */
export function voidInvoice(draft: Draft, before: Invoice): Invoice {
	if (before.status !== "open" && before.status !== "uncollectible") {
		throw invalidRequest(
			`You can only pass in open invoices. This invoice isn't open; its status is ${before.status}.`,
			{ code: "invoice_not_editable" },
		);
	}
	unschedule(draft, "retry_payment", before.id);
	const voided = draft.put("invoice", {
		...before,
		auto_advance: false,
		next_payment_attempt: null,
		status: "void",
		status_transitions: { ...before.status_transitions, voided_at: draft.now },
	});
	releasePayment(draft, before.id);
	unapplyBalance(draft, before);
	draft.emit("invoice.updated", voided, before);
	draft.emit("invoice.voided", voided);
	return voided;
}

/** Written off as a bad debt. Emits invoice.updated and invoice.marked_uncollectible. */
export function markUncollectible(draft: Draft, before: Invoice): Invoice {
	if (before.status !== "open") {
		throw invalidRequest("You can only mark open invoices as uncollectible.", {
			code: "invoice_not_editable",
		});
	}
	unschedule(draft, "retry_payment", before.id);
	const marked = draft.put("invoice", {
		...before,
		auto_advance: false,
		next_payment_attempt: null,
		status: "uncollectible",
		status_transitions: { ...before.status_transitions, marked_uncollectible_at: draft.now },
	});
	draft.emit("invoice.updated", marked, before);
	draft.emit("invoice.marked_uncollectible", marked);
	return marked;
}

function releasePayment(draft: Draft, invoice: string): void {
	const payment = findInvoicePayment(draft, invoice);
	if (payment === undefined || payment.status !== "open") return;
	draft.put("invoice_payment", {
		...payment,
		status: "canceled",
		status_transitions: { canceled_at: draft.now, paid_at: null },
	});
	if (payment.payment.payment_intent) {
		cancelPaymentIntent(draft, payment.payment.payment_intent);
	}
}
