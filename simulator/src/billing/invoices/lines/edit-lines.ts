// Changing what stands on a draft invoice.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Invoice, InvoiceLine } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	hash,
	list,
	oneOf,
	required,
	text,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { invalidRequest, missingResource } from "../../core/stripe-error.ts";
import { priceInvoice } from "../build-invoice.ts";
import { recordInvoiceItem } from "../items/invoice-items.ts";
import { itemPricingShape, pricedAmount } from "../items/item-pricing.ts";
import { withLines } from "../total-invoice.ts";
import { invoiceItemOf, pendingLine } from "./invoice-lines.ts";

const lineShape = {
	...itemPricingShape,
	description: text(),
	discountable: boolean(),
	metadata: metadata(),
	period: hash({ end: required(timestamp()), start: required(timestamp()) }),
};
export const lineUpdateParams = lineShape;
export const addLinesParams = {
	invoice_metadata: metadata(),
	lines: required(list(hash({ ...lineShape, invoice_item: text() }), 250)),
};
export const updateLinesParams = {
	invoice_metadata: metadata(),
	lines: required(list(hash({ ...lineShape, id: required(text()) }), 250)),
};
export const removeLinesParams = {
	invoice_metadata: metadata(),
	lines: required(
		list(hash({ behavior: required(oneOf("delete", "unassign")), id: required(text()) }), 250),
	),
};
type LineValues = Partial<Values<typeof lineShape>>;

/** The invoice while it is a draft. Error code: invoice_not_editable. */
export function getDraftInvoice(draft: Draft, id: string, param = "id"): Invoice {
	const invoice = getRecord(draft, "invoice", { id, param });
	if (invoice.status === "draft") return invoice;
	throw invalidRequest("This invoice is no longer editable. Only draft invoices can be changed.", {
		code: "invoice_not_editable",
	});
}

/** Prices the draft anew with these lines and other values. Emits invoice.updated when it differs. */
export function reviseDraft(
	draft: Draft,
	before: Invoice,
	lines: InvoiceLine[],
	values: Partial<Invoice> = {},
): Invoice {
	const priced = priceInvoice(draft, withLines({ ...before, ...values }, lines));
	const after = draft.put("invoice", priced);
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		draft.emit("invoice.updated", after, before);
	}
	return after;
}

/** Adds lines: of waiting invoice items, or of new ones. Emits invoiceitem.created, invoice.updated. */
export function addLines(draft: Draft, id: string, params: Values<typeof addLinesParams>): Invoice {
	const invoice = getDraftInvoice(draft, id);
	const lines = [...invoice.lines.data];
	for (const [index, wanted] of params.lines.entries()) {
		const item = wanted.invoice_item
			? waitingItem(draft, wanted.invoice_item, `lines[${index}][invoice_item]`)
			: newItem(draft, invoice, { wanted, param: `lines[${index}]` });
		draft.put("invoiceitem", { ...item, invoice: id });
		lines.push(pendingLine(draft, item, { invoice: id, known: lines }));
	}
	return reviseDraft(draft, invoice, lines, metadataOf(invoice, params));
}

function waitingItem(draft: Draft, id: string, param: string) {
	const item = getRecord(draft, "invoiceitem", { id, param });
	if (item.invoice === null) return item;
	throw invalidRequest("This invoice item is already attached to an invoice.", { param });
}

function newItem(
	draft: Draft,
	invoice: Invoice,
	{ wanted, param }: { wanted: LineValues; param: string },
) {
	const priced = pricedAmount(draft, wanted, invoice.currency);
	if (priced === undefined) {
		throw invalidRequest(`Missing required param: ${param}[amount].`, {
			code: "parameter_missing",
			param: `${param}[amount]`,
		});
	}
	return recordInvoiceItem(draft, {
		...priced,
		customer: invoice.customer ?? "",
		currency: invoice.currency,
		description: wanted.description ?? null,
		period: wanted.period ?? { start: draft.now, end: draft.now },
		parent: null,
		discountable: wanted.discountable ?? priced.amount >= 0,
		metadata: mergeMetadata({}, wanted.metadata),
	});
}

/** Changes lines by their ids. Emits invoice.updated once. */
export function updateLines(
	draft: Draft,
	id: string,
	params: Values<typeof updateLinesParams>,
): Invoice {
	const invoice = getDraftInvoice(draft, id);
	for (const [index, { id: line }] of params.lines.entries()) {
		findLine(invoice, line, `lines[${index}][id]`);
	}
	const data = invoice.lines.data.map((line) => {
		const wanted = params.lines.find((one) => one.id === line.id);
		return wanted === undefined ? line : changedLine(draft, line, wanted);
	});
	return reviseDraft(draft, invoice, data, metadataOf(invoice, params));
}

/** Changes one line. Emits invoice.updated. */
export function updateLine(
	draft: Draft,
	{ invoice: id, line: lineId }: { invoice: string; line: string },
	params: LineValues,
): InvoiceLine {
	const invoice = getDraftInvoice(draft, id);
	const line = findLine(invoice, lineId);
	const data = invoice.lines.data.map((one) =>
		one.id === line.id ? changedLine(draft, one, params) : one,
	);
	return findLine(reviseDraft(draft, invoice, data), lineId);
}

function changedLine(draft: Draft, line: InvoiceLine, wanted: LineValues): InvoiceLine {
	const quantity = wanted.quantity ?? line.quantity ?? 1;
	const priced = pricedAmount(draft, { ...wanted, quantity }, line.currency);
	return {
		...line,
		...(priced === undefined
			? {}
			: {
					amount: priced.amount,
					pricing: priced.pricing,
					quantity: priced.quantity,
					quantity_decimal: String(priced.quantity),
					subtotal: priced.amount,
				}),
		description: wanted.description ?? line.description,
		discountable: wanted.discountable ?? line.discountable,
		metadata: mergeMetadata(line.metadata, wanted.metadata),
		period: wanted.period ?? line.period,
	};
}

/** Takes lines off: their invoice items wait again, or are deleted. Emits invoice.updated. */
export function removeLines(
	draft: Draft,
	id: string,
	params: Values<typeof removeLinesParams>,
): Invoice {
	const invoice = getDraftInvoice(draft, id);
	for (const [index, { id: lineId, behavior }] of params.lines.entries()) {
		const line = findLine(invoice, lineId, `lines[${index}][id]`);
		const item = draft.get("invoiceitem", invoiceItemOf(line) ?? "");
		if (item === undefined) continue;
		if (behavior === "unassign") draft.put("invoiceitem", { ...item, invoice: null });
		else {
			draft.remove("invoiceitem", item.id);
			draft.emit("invoiceitem.deleted", item);
		}
	}
	const gone = new Set(params.lines.map((line) => line.id));
	const data = invoice.lines.data.filter((line) => !gone.has(line.id));
	return reviseDraft(draft, invoice, data, metadataOf(invoice, params));
}

function findLine(invoice: Invoice, id: string, param = "id"): InvoiceLine {
	const line = invoice.lines.data.find((one) => one.id === id);
	if (line === undefined) throw missingResource("invoice line item", id, param);
	return line;
}

function metadataOf(
	invoice: Invoice,
	{ invoice_metadata }: Pick<Values<typeof addLinesParams>, "invoice_metadata">,
): Partial<Invoice> {
	return { metadata: mergeMetadata(invoice.metadata, invoice_metadata) };
}
