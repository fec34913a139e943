// A credit note in all its fields.

import type { Draft } from "../core/draft.ts";
import type { CreditNote, Invoice } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import type { CreditNoteCreate, CreditNoteLine } from "./credit-note-params.ts";

type Line = CreditNote["lines"]["data"][number];

/** Of the lines given, or of one bare amount. Nothing is stored. Error: neither was sent. */
export function buildCreditNote(
	draft: Draft,
	invoice: Invoice,
	params: CreditNoteCreate,
): CreditNote {
	const id = draft.newId("cn");
	const data = linesOf(draft, invoice, params);
	const amount = data.reduce((sum, line) => sum + line.amount, 0);
	const paid = invoice.status === "paid";
	return {
		id,
		object: "credit_note",
		amount,
		amount_shipping: 0,
		created: draft.now,
		currency: invoice.currency,
		customer: invoice.customer ?? "",
		customer_account: null,
		customer_balance_transaction: null,
		discount_amount: 0,
		discount_amounts: [],
		effective_at: params.effective_at ?? draft.now,
		invoice: invoice.id,
		lines: { object: "list", data, has_more: false, url: `/v1/credit_notes/${id}/lines` },
		livemode: false,
		memo: params.memo ?? null,
		metadata: mergeMetadata({}, params.metadata),
		number: numberOf(draft, invoice),
		out_of_band_amount: params.out_of_band_amount ?? null,
		pdf: `${draft.baseUrl}/credit_notes/${id}/pdf`,
		post_payment_amount: paid ? amount : 0,
		pre_payment_amount: paid ? 0 : amount,
		pretax_credit_amounts: [],
		reason: params.reason ?? null,
		refunds: [],
		shipping_cost: null,
		status: "issued",
		subtotal: amount,
		subtotal_excluding_tax: amount,
		total: amount,
		total_excluding_tax: amount,
		total_taxes: [],
		type: paid ? "post_payment" : "pre_payment",
		voided_at: null,
	};
}

/** The invoice's number and how many notes there were: `ABCD1234-0001-CN-01`. */
function numberOf(draft: Draft, invoice: Invoice): string {
	const earlier = [...draft.list("credit_note", { group: `invoice:${invoice.id}` })].length;
	return `${invoice.number}-CN-${String(earlier + 1).padStart(2, "0")}`;
}

function linesOf(draft: Draft, invoice: Invoice, params: CreditNoteCreate): Line[] {
	const { amount, lines } = params;
	if (lines !== undefined && lines.length > 0) {
		return lines.map((line, index) => lineOf(draft, invoice, { line, param: `lines[${index}]` }));
	}
	const allocated =
		(params.credit_amount ?? 0) + (params.refund_amount ?? 0) + (params.out_of_band_amount ?? 0);
	const whole = amount ?? allocated;
	if (whole === 0) {
		throw invalidRequest("You must specify one of amount, lines, or shipping_cost.", {
			code: "parameter_missing",
			param: "amount",
		});
	}
	return [blankLine(draft, { amount: whole, description: null, quantity: 1 })];
}

function lineOf(
	draft: Draft,
	invoice: Invoice,
	{ line, param }: { line: CreditNoteLine; param: string },
): Line {
	const credited = invoice.lines.data.find(({ id }) => id === line.invoice_line_item);
	if (line.type === "invoice_line_item" && credited === undefined) {
		throw invalidRequest(`No such invoice line item: '${line.invoice_line_item ?? ""}'`, {
			code: "resource_missing",
			param: `${param}[invoice_line_item]`,
		});
	}
	const quantity = line.quantity ?? 1;
	const share = credited && line.quantity ? unitOf(credited) * quantity : credited?.amount;
	const amount = line.amount ?? (line.unit_amount ? line.unit_amount * quantity : share);
	if (amount === undefined) {
		throw invalidRequest(`Missing required param: ${param}[unit_amount].`, {
			code: "parameter_missing",
			param: `${param}[unit_amount]`,
		});
	}
	const description = line.description ?? credited?.description ?? null;
	return {
		...blankLine(draft, { amount, description, quantity }),
		...(credited === undefined ? {} : { invoice_line_item: credited.id }),
		type: line.type,
	};
}

function unitOf(line: Invoice["lines"]["data"][number]): number {
	return Math.round(line.amount / (line.quantity || 1));
}

function blankLine(
	draft: Draft,
	given: { amount: number; description: string | null; quantity: number },
): Line {
	const unit = Math.round(given.amount / given.quantity);
	return {
		id: draft.newId("cnli"),
		object: "credit_note_line_item",
		...given,
		discount_amount: 0,
		discount_amounts: [],
		livemode: false,
		metadata: {},
		pretax_credit_amounts: [],
		tax_rates: [],
		taxes: [],
		type: "custom_line_item",
		unit_amount: unit,
		unit_amount_decimal: String(unit),
	};
}
