// What becomes of a draft by request: finalized, sent, or deleted.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Invoice } from "../core/objects.ts";
import { boolean, type Values } from "../core/params/params.ts";
import { invalidRequest, type StripeError } from "../core/stripe-error.ts";
import { schedule, unschedule } from "../core/time/schedule-timer.ts";
import { failFinalization } from "../taxes/tax-location.ts";
import { followIt } from "./advance-invoice.ts";
import { collectInvoice } from "./collect/collect-invoice.ts";
import { finalizeInvoice } from "./finalize-invoice.ts";
import { invoiceItemOf } from "./lines/invoice-lines.ts";
import { sendInvoice } from "./send-invoice.ts";

export const invoiceFinalizeParams = { auto_advance: boolean() };

/** Open afterwards; paid when nothing is due. One that goes on by itself is charged an hour later. */
export function finalizeByHand(
	draft: Draft,
	id: string,
	{ auto_advance }: Partial<Values<typeof invoiceFinalizeParams>>,
): Invoice | StripeError {
	const found = getRecord(draft, "invoice", { id });
	if (found.status !== "draft") {
		throw invalidRequest("This invoice is already finalized, you can't re-finalize it.", {
			code: "invoice_not_editable",
		});
	}
	const refusal = failFinalization(draft, found);
	if (refusal !== undefined) return refusal;
	const advances = auto_advance ?? found.auto_advance ?? false;
	const draftInvoice = { ...found, auto_advance: advances };
	const invoice = finalizeInvoice(draft, draftInvoice, { announced: true });
	if (invoice.amount_due === 0) {
		const options = { announced: true, retried: false, method: undefined };
		followIt(draft, invoice, collectInvoice(draft, invoice, options));
		return getRecord(draft, "invoice", { id });
	}
	if (!advances) return invoice;
	schedule(draft, "retry_payment", id, draft.now + draft.settings.manualFinalizeSeconds);
	return invoice;
}

/** Only a draft can go; what stood on it waits again, unless it was made for it. Emits invoice.deleted. */
export function deleteInvoice(draft: Draft, id: string): DeletedStub {
	const invoice = getRecord(draft, "invoice", { id });
	if (invoice.status !== "draft" || invoice.billing_reason !== "manual") {
		throw invalidRequest("You can only delete one-off invoices that are drafts.", {
			code: "invoice_not_editable",
		});
	}
	unschedule(draft, "finalize_invoice", id);
	for (const line of invoice.lines.data) {
		const item = draft.get("invoiceitem", invoiceItemOf(line) ?? "");
		if (item !== undefined) draft.put("invoiceitem", { ...item, invoice: null });
	}
	draft.remove("invoice", id);
	draft.emit("invoice.deleted", invoice);
	return { id, object: "invoice", deleted: true };
}

/** On its way to the customer; a draft is finalized first. Emits invoice.sent. */
export function sendByHand(draft: Draft, id: string): Invoice | StripeError {
	const found = getRecord(draft, "invoice", { id });
	const refusal = found.status === "draft" ? failFinalization(draft, found) : undefined;
	if (refusal !== undefined) return refusal;
	const invoice =
		found.status === "draft" ? finalizeInvoice(draft, found, { announced: true }) : found;
	if (invoice.status === "open" || invoice.status === "paid") return sendInvoice(draft, invoice);
	throw invalidRequest(`You can't send an invoice whose status is ${invoice.status}.`, {
		code: "invoice_not_editable",
	});
}
