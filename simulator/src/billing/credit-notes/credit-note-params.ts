// What may be said of a credit note.
import { metadata } from "../core/params/metadata.ts";
import {
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	timestamp,
	type Values,
} from "../core/params/params.ts";

const lineShape = {
	amount: integer(1),
	description: text(),
	invoice_line_item: text(),
	quantity: integer(1),
	type: required(oneOf("custom_line_item", "invoice_line_item")),
	unit_amount: integer(1),
};
export const creditNoteCreateParams = {
	amount: integer(1),
	credit_amount: integer(0),
	effective_at: timestamp(),
	email_type: oneOf("credit_note", "none"),
	invoice: required(text()),
	lines: list(hash(lineShape), 250),
	memo: text(),
	metadata: metadata(),
	out_of_band_amount: integer(0),
	reason: oneOf("duplicate", "fraudulent", "order_change", "product_unsatisfactory"),
	refund_amount: integer(0),
};
export const creditNoteUpdateParams = { memo: text(), metadata: metadata() };

export type CreditNoteCreate = Values<typeof creditNoteCreateParams>;
export type CreditNoteLine = NonNullable<CreditNoteCreate["lines"]>[number];
