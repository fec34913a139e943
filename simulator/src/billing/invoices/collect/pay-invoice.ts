// Paying an invoice by request rather than by schedule.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Invoice, PaymentMethod } from "../../core/objects.ts";
import { boolean, text, type Values } from "../../core/params/params.ts";
import { invalidRequest, type StripeError } from "../../core/stripe-error.ts";
import { resolvePaymentMethod } from "../../payments/methods/payment-methods.ts";
import { actionRequired, refusalOf } from "../../payments/refusal.ts";
import { failFinalization } from "../../taxes/tax-location.ts";
import { followIt } from "../advance-invoice.ts";
import { finalizeInvoice } from "../finalize-invoice.ts";
import { type Collection, collectInvoice, methodOf } from "./collect-invoice.ts";
import { markPaid } from "./settle-invoice.ts";

export const invoicePayParams = {
	forgive: boolean(),
	off_session: boolean(),
	paid_out_of_band: boolean(),
	payment_method: text(),
};

/**
 * The invoice is paid, or the card's 402 is answered with the attempt counted. A draft is finalized
 * first. Errors: an invoice that is paid or void; no way to pay.
 */
export function payInvoice(
	draft: Draft,
	id: string,
	params: Partial<Values<typeof invoicePayParams>>,
): Invoice | StripeError {
	const found = getRecord(draft, "invoice", { id });
	refuseSettled(found);
	const method = params.paid_out_of_band ? undefined : methodFor(draft, found, params);
	const refusal = found.status === "draft" ? failFinalization(draft, found) : undefined;
	if (refusal !== undefined) return refusal;
	const invoice =
		found.status === "draft" ? finalizeInvoice(draft, found, { announced: true }) : found;
	if (params.paid_out_of_band === true) {
		const paid = markPaid(draft, invoice, { announced: true, outOfBand: true });
		followIt(draft, paid, { kind: "nothing_due" });
		return paid;
	}
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	followIt(draft, invoice, outcome);
	return refusalTo(draft, outcome) ?? getRecord(draft, "invoice", { id });
}

function refuseSettled({ status }: Invoice): void {
	if (status === "paid") throw invalidRequest("Invoice is already paid");
	if (status === "void") {
		throw invalidRequest("This invoice can no longer be paid; its status is void.");
	}
}

/** The method asked for, else the usual one. Nothing due needs none. */
function methodFor(
	draft: Draft,
	invoice: Invoice,
	{ payment_method: wanted }: { payment_method?: string | undefined },
): PaymentMethod | undefined {
	const method =
		wanted === undefined
			? methodOf(draft, invoice)
			: resolvePaymentMethod(draft, wanted, "payment_method");
	if (method !== undefined || invoice.amount_due === 0) return method;
	throw invalidRequest(
		"There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method.",
	);
}

function refusalTo(draft: Draft, outcome: Collection): StripeError | undefined {
	if (outcome.kind === "requires_action") return actionRequired(outcome);
	return outcome.kind === "declined" ? refusalOf(draft, outcome) : undefined;
}
