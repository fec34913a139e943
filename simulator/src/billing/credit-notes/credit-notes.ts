// Credit notes: a finalized invoice made smaller, before or after it was paid.
import { moveBalance } from "../balance/customer-balance.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { forkDraft } from "../core/fork.ts";
import type { CreditNote, Invoice } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import type { Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { followIt } from "../invoices/advance-invoice.ts";
import { markPaid } from "../invoices/collect/settle-invoice.ts";
import { findInvoicePayment } from "../invoices/finalize-invoice.ts";
import { createRefund, refundCreateParams } from "../payments/charges/refunds.ts";
import { buildCreditNote } from "./build-credit-note.ts";
import type { CreditNoteCreate, creditNoteUpdateParams } from "./credit-note-params.ts";

/**
 * On an open invoice less is due from now on; on a paid one the amount goes to the balance, back to the
 * card or outside. Emits credit_note.created, invoice.updated. Errors: a draft or void invoice, more than
 * is left, a paid amount that is not allocated exactly.
 */
export function createCreditNote(draft: Draft, params: CreditNoteCreate): CreditNote {
	const invoice = getRecord(draft, "invoice", { id: params.invoice, param: "invoice" });
	const note = buildCreditNote(draft, invoice, params);
	refuseTooMuch(invoice, note, params);
	const issued = invoice.status === "paid" ? giveBack(draft, { invoice, note, params }) : note;
	draft.put("credit_note", issued);
	draft.emit("credit_note.created", issued);
	lessen(draft, invoice, note.amount);
	return issued;
}

/** What the note would be; nothing is kept. */
export function previewCreditNote(draft: Draft, params: CreditNoteCreate): CreditNote {
	return createCreditNote(forkDraft(draft), params);
}

function refuseTooMuch(invoice: Invoice, note: CreditNote, params: CreditNoteCreate): void {
	const { status } = invoice;
	if (status !== "open" && status !== "paid" && status !== "uncollectible") {
		throw invalidRequest(
			`You can only create a credit note for an invoice that is open or paid, not ${status}.`,
			{ param: "invoice" },
		);
	}
	const paid = status === "paid";
	const left = paid
		? invoice.total - invoice.post_payment_credit_notes_amount
		: invoice.amount_remaining;
	if (note.amount > left) {
		throw invalidRequest(
			`The sum of credit notes (${note.amount}) exceeds what is left of the invoice (${left}).`,
			{ param: "amount" },
		);
	}
	const { credit_amount = 0, out_of_band_amount = 0, refund_amount = 0 } = params;
	if (!paid || credit_amount + out_of_band_amount + refund_amount === note.amount) return;
	throw invalidRequest(
		"The sum of `credit_amount`, `refund_amount` and `out_of_band_amount` must equal the credit note's amount.",
		{ param: "credit_amount" },
	);
}

function giveBack(
	draft: Draft,
	{ invoice, note, params }: { invoice: Invoice; note: CreditNote; params: CreditNoteCreate },
): CreditNote {
	const balance =
		params.credit_amount && invoice.customer !== null
			? moveBalance(draft, invoice.customer, {
					amount: -params.credit_amount,
					currency: invoice.currency,
					type: "credit_note",
					invoice: invoice.id,
					creditNote: note.id,
				})
			: undefined;
	const refund = params.refund_amount
		? refundInvoice(draft, invoice, params.refund_amount)
		: undefined;
	return {
		...note,
		customer_balance_transaction: balance?.id ?? null,
		refunds:
			refund === undefined
				? []
				: [
						{
							amount_refunded: refund.amount,
							payment_record_refund: null,
							refund: refund.id,
							type: "refund",
						},
					],
	};
}

function refundInvoice(draft: Draft, invoice: Invoice, amount: number) {
	const intent = findInvoicePayment(draft, invoice.id)?.payment.payment_intent;
	if (!intent) {
		throw invalidRequest("This invoice was not paid by a charge that could be refunded.", {
			param: "refund_amount",
		});
	}
	return createRefund(draft, given(refundCreateParams, { amount, payment_intent: intent }));
}

/** A smaller demand, or a paid invoice that knows what was given back. Emits invoice.updated. */
function lessen(draft: Draft, before: Invoice, amount: number): void {
	const paid = before.status === "paid";
	const due = before.amount_due - amount;
	const after = draft.put("invoice", {
		...before,
		...(paid
			? { post_payment_credit_notes_amount: before.post_payment_credit_notes_amount + amount }
			: {
					amount_due: due,
					amount_remaining: due - before.amount_paid,
					pre_payment_credit_notes_amount: before.pre_payment_credit_notes_amount + amount,
				}),
	});
	draft.emit("invoice.updated", after, before);
	if (paid) return;
	demand(draft, after);
	if (amount < 0 || after.amount_remaining > 0) return;
	followIt(draft, markPaid(draft, after, { announced: true, outOfBand: true }), {
		kind: "nothing_due",
	});
}

/** The open payment and its intent ask for what is due now. */
function demand(draft: Draft, invoice: Invoice): void {
	const payment = findInvoicePayment(draft, invoice.id);
	const intent = draft.get("payment_intent", payment?.payment.payment_intent ?? "");
	if (payment?.status !== "open" || intent === undefined) return;
	draft.put("invoice_payment", { ...payment, amount_requested: invoice.amount_due });
	draft.put("payment_intent", { ...intent, amount: invoice.amount_due });
}

/** Changes what describes it. Emits credit_note.updated when it differs. */
export function updateCreditNote(
	draft: Draft,
	id: string,
	params: Values<typeof creditNoteUpdateParams>,
): CreditNote {
	const before = getRecord(draft, "credit_note", { id });
	const after = draft.put("credit_note", {
		...before,
		memo: params.memo ?? before.memo,
		metadata: mergeMetadata(before.metadata, params.metadata),
	});
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		draft.emit("credit_note.updated", after, before);
	}
	return after;
}

/** Taken back while the invoice is open. Emits credit_note.voided, invoice.updated. */
export function voidCreditNote(draft: Draft, id: string): CreditNote {
	const before = getRecord(draft, "credit_note", { id });
	const invoice = getRecord(draft, "invoice", { id: before.invoice });
	if (before.status === "void" || invoice.status !== "open") {
		throw invalidRequest("You can only void a credit note whose invoice is open.");
	}
	const voided = draft.put("credit_note", { ...before, status: "void", voided_at: draft.now });
	draft.emit("credit_note.voided", voided);
	lessen(draft, invoice, -before.amount);
	return voided;
}
