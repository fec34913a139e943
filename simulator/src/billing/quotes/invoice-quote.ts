// The one-off invoice of an accepted quote.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Invoice, Quote } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { invoiceUpdateParams, updateInvoice } from "../invoices/edit-invoice.ts";
import {
	createInvoiceItem,
	invoiceItemCreateParams,
} from "../invoices/items/edit-invoice-items.ts";
import { automaticTaxOf } from "../taxes/automatic-tax.ts";
import { promisedDiscounts } from "./promised-discounts.ts";
import type { QuoteLine } from "./quote-line.ts";

/**
 * A draft with the quote's lines, discounts and taxes. Emits invoice.created, invoiceitem.created and
 * invoice.updated; their order is ours.
 */
export function invoiceQuote(draft: Draft, quote: Quote, lines: readonly QuoteLine[]): Invoice {
	const customer = getCustomer(draft, quote.customer ?? "", "customer");
	const currency = quote.currency ?? "usd";
	const { id } = createInvoice(draft, {
		subscription: null,
		customer,
		currency,
		reason: "manual",
		period: { start: draft.now, end: draft.now },
		autoAdvance: draft.settings.quoteInvoiceAdvances,
		items: [],
		pending: "exclude",
		fields: fieldsOf(draft, quote),
	});
	for (const line of lines) addLine(draft, line, { invoice: id, customer: customer.id, currency });
	if (quote.discounts.length > 0) {
		const discounts = promisedDiscounts(draft, quote.discounts);
		updateInvoice(draft, id, given(invoiceUpdateParams, { discounts }));
	}
	const invoice = getRecord(draft, "invoice", { id });
	const finalizesAt = invoice.automatically_finalizes_at;
	if (finalizesAt !== null) schedule(draft, "finalize_invoice", id, finalizesAt);
	return invoice;
}

function fieldsOf(draft: Draft, quote: Quote): Partial<Invoice> {
	const { custom_fields, days_until_due: days, description, footer } = quote.invoice_settings;
	const sends = quote.collection_method === "send_invoice";
	return {
		automatic_tax: automaticTaxOf(quote.automatic_tax.enabled),
		billing_reason: "quote_accept",
		collection_method: sends ? "send_invoice" : "charge_automatically",
		custom_fields,
		default_tax_rates: (quote.default_tax_rates ?? []).flatMap(
			(rate) => draft.get("tax_rate", rate) ?? [],
		),
		description,
		due_date: sends && days !== null ? draft.now + days * 86_400 : null,
		footer,
		parent: {
			type: "quote_details",
			quote_details: { quote: quote.id },
			subscription_details: null,
		},
	};
}

function addLine(
	draft: Draft,
	{ item, taxRates, discounts }: QuoteLine,
	place: { invoice: string; customer: string; currency: string },
): void {
	const params = given(invoiceItemCreateParams, {
		...place,
		pricing: { price: item.price?.id },
		quantity: item.quantity ?? 1,
		...(taxRates.length === 0 ? {} : { tax_rates: taxRates }),
		...(discounts.length === 0 ? {} : { discounts: promisedDiscounts(draft, discounts) }),
	});
	createInvoiceItem(draft, params);
}
