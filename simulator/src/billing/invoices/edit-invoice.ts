// Invoices made and changed by hand.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { Invoice } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	text,
	timestamp,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule, unschedule } from "../core/time/schedule-timer.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { discountsParam, setDiscounts } from "../discounts/set-discounts.ts";
import { automaticTaxOf, automaticTaxParam } from "../taxes/automatic-tax.ts";
import { getTaxRates } from "../taxes/tax-rates.ts";
import { createInvoice } from "./build-invoice.ts";
import { reviseDraft } from "./lines/edit-lines.ts";
import { withoutDefaultRates } from "./lines/price-lines.ts";

const editable = {
	auto_advance: boolean(),
	automatic_tax: automaticTaxParam(),
	automatically_finalizes_at: timestamp(),
	collection_method: oneOf("charge_automatically", "send_invoice"),
	custom_fields: clearable(list(hash({ name: text(40), value: text(140) }), 4)),
	days_until_due: integer(0),
	default_payment_method: clearable(text()),
	default_tax_rates: list(text(), 10),
	description: clearable(text(1500)),
	discounts: discountsParam(),
	due_date: timestamp(),
	effective_at: timestamp(),
	footer: clearable(text()),
	metadata: metadata(),
	number: clearable(text(26)),
	statement_descriptor: text(22),
};
export const invoiceUpdateParams = editable;
export const invoiceCreateParams = {
	...editable,
	currency: text(3),
	customer: text(),
	pending_invoice_items_behavior: oneOf("exclude", "include"),
	subscription: text(),
};
type Edit = Partial<Values<typeof invoiceUpdateParams>>;

/** A draft, empty unless what waits is included. Emits customer.updated, invoice.created. */
export function createManualInvoice(
	draft: Draft,
	params: Values<typeof invoiceCreateParams>,
): Invoice {
	const subscription = params.subscription
		? getRecord(draft, "subscription", { id: params.subscription, param: "subscription" })
		: null;
	const id = params.customer ?? subscription?.customer;
	if (id === undefined) {
		throw invalidRequest("Missing required param: customer.", {
			code: "parameter_missing",
			param: "customer",
		});
	}
	const customer = getCustomer(draft, id, "customer");
	const autoAdvance = params.auto_advance ?? false;
	const includes = params.pending_invoice_items_behavior === "include" || subscription !== null;
	const invoice = createInvoice(draft, {
		subscription,
		customer,
		currency: params.currency?.toLowerCase() ?? customer.currency ?? "usd",
		reason: "manual",
		period: { start: draft.now, end: draft.now },
		autoAdvance,
		items: [],
		pending: includes ? "include" : "exclude",
		fields: editedFields(draft, blankFields(autoAdvance, draft), params),
	});
	if (invoice.automatically_finalizes_at !== null) {
		schedule(draft, "finalize_invoice", invoice.id, invoice.automatically_finalizes_at);
	}
	return params.discounts === undefined ? invoice : discounted(draft, invoice, params);
}

type Fields = Pick<
	Invoice,
	| "auto_advance"
	| "automatic_tax"
	| "automatically_finalizes_at"
	| "collection_method"
	| "default_payment_method"
	| "default_tax_rates"
	| "description"
	| "due_date"
	| "effective_at"
	| "footer"
	| "metadata"
	| "number"
	| "statement_descriptor"
>;

function blankFields(autoAdvance: boolean, draft: Draft): Fields {
	return {
		auto_advance: autoAdvance,
		automatic_tax: automaticTaxOf(false),
		automatically_finalizes_at: autoAdvance ? draft.now + draft.settings.draftSeconds : null,
		collection_method: "charge_automatically",
		default_payment_method: null,
		default_tax_rates: [],
		description: null,
		due_date: null,
		effective_at: null,
		footer: null,
		metadata: {},
		number: null,
		statement_descriptor: null,
	};
}

function editedFields(draft: Draft, before: Fields, params: Edit): Fields {
	if (params.default_payment_method) {
		getRecord(draft, "payment_method", {
			id: params.default_payment_method,
			param: "default_payment_method",
		});
	}
	const auto = params.auto_advance ?? before.auto_advance ?? false;
	const usual = before.automatically_finalizes_at ?? draft.now + draft.settings.draftSeconds;
	return {
		auto_advance: auto,
		automatic_tax:
			params.automatic_tax === undefined
				? before.automatic_tax
				: automaticTaxOf(params.automatic_tax.enabled),
		automatically_finalizes_at: auto ? (params.automatically_finalizes_at ?? usual) : null,
		collection_method: params.collection_method ?? before.collection_method,
		default_payment_method: kept(params.default_payment_method, before.default_payment_method),
		default_tax_rates:
			params.default_tax_rates === undefined
				? before.default_tax_rates
				: getTaxRates(draft, params.default_tax_rates, "default_tax_rates"),
		description: kept(params.description, before.description),
		due_date: dueDate(draft, before, params),
		effective_at: params.effective_at ?? before.effective_at,
		footer: kept(params.footer, before.footer),
		metadata: mergeMetadata(before.metadata, params.metadata),
		number: kept(params.number, before.number),
		statement_descriptor: params.statement_descriptor ?? before.statement_descriptor,
	};
}

/** Only an invoice that is sent has a day by which it is to be paid. */
function dueDate(draft: Draft, before: Fields, params: Edit): number | null {
	const sent = (params.collection_method ?? before.collection_method) === "send_invoice";
	const { days_until_due: days, due_date } = params;
	if (!sent && (days !== undefined || due_date !== undefined)) {
		throw invalidRequest("`days_until_due` and `due_date` need `collection_method=send_invoice`.", {
			param: days === undefined ? "due_date" : "days_until_due",
		});
	}
	if (!sent) return null;
	return due_date ?? (days === undefined ? before.due_date : draft.now + days * 86_400);
}

/** Changes what was sent; of a finalized invoice only what describes it. Emits invoice.updated. */
export function updateInvoice(draft: Draft, id: string, params: Edit): Invoice {
	const before = getRecord(draft, "invoice", { id });
	if (before.status !== "draft") return updateFinalized(draft, before, params);
	const fields = editedFields(draft, before, params);
	const lines =
		params.default_tax_rates === undefined ? before.lines.data : withoutDefaultRates(before);
	const after = reviseDraft(draft, before, lines, fields);
	if (after.automatically_finalizes_at === null) unschedule(draft, "finalize_invoice", id);
	else schedule(draft, "finalize_invoice", id, after.automatically_finalizes_at);
	return params.discounts === undefined ? after : discounted(draft, after, params);
}

const afterwards = new Set([
	"auto_advance",
	"default_payment_method",
	"description",
	"footer",
	"metadata",
]);

function updateFinalized(draft: Draft, before: Invoice, params: Edit): Invoice {
	const frozen = Object.entries(params).find(
		([name, value]) => value !== undefined && !afterwards.has(name),
	);
	if (frozen !== undefined) {
		throw invalidRequest(
			`Finalized invoices can't be updated in this way: \`${frozen[0]}\` is fixed.`,
			{ code: "invoice_not_editable", param: frozen[0] },
		);
	}
	const { auto_advance, default_payment_method, description, footer, metadata } = editedFields(
		draft,
		before,
		params,
	);
	const open = before.status === "open";
	const after = draft.put("invoice", {
		...before,
		...(open && auto_advance !== undefined ? { auto_advance } : {}),
		default_payment_method,
		description,
		footer,
		metadata,
	});
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		draft.emit("invoice.updated", after, before);
	}
	return after;
}

function discounted(draft: Draft, invoice: Invoice, { discounts: given }: Edit): Invoice {
	const discounts = setDiscounts(draft, given, {
		owner: {
			customer: invoice.customer ?? "",
			invoice: invoice.id,
			invoice_item: null,
			subscription: null,
			subscription_item: null,
		},
		purchase: {
			customer: invoice.customer ?? "",
			currency: invoice.currency,
			amount: invoice.subtotal,
			products: invoice.lines.data.map((line) => line.pricing?.price_details?.product ?? ""),
		},
		before: invoice.discounts,
		param: "discounts",
	});
	return reviseDraft(draft, invoice, invoice.lines.data, { discounts });
}
