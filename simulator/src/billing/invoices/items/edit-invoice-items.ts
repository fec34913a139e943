// Invoice items as the API keeps them: made, changed and deleted while no demand stands on them.
import { hasCurrency } from "../../catalog/price-in.ts";
import type { DeletedStub } from "../../core/collections.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Customer, Invoice, InvoiceItem } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	hash,
	list,
	required,
	text,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { claimCurrency } from "../../customers/claim-currency.ts";
import { getCustomer } from "../../customers/revise-customer.ts";
import { discountsParam, setDiscounts } from "../../discounts/set-discounts.ts";
import { getTaxRates } from "../../taxes/tax-rates.ts";
import { getDraftInvoice, reviseDraft } from "../lines/edit-lines.ts";
import { invoiceItemOf, pendingLine } from "../lines/invoice-lines.ts";
import { recordInvoiceItem } from "./invoice-items.ts";
import { itemPricingShape, pricedAmount } from "./item-pricing.ts";

const period = hash({ end: required(timestamp()), start: required(timestamp()) });
const editable = {
	...itemPricingShape,
	description: text(),
	discountable: boolean(),
	discounts: discountsParam(),
	metadata: metadata(),
	period,
	tax_rates: list(text(), 5),
};
export const invoiceItemUpdateParams = editable;
export const invoiceItemCreateParams = {
	...editable,
	currency: text(3),
	customer: text(),
	invoice: text(),
	subscription: text(),
};
type Create = Values<typeof invoiceItemCreateParams>;

/** Waits for the customer's next invoice, or stands on the draft named. Emits invoiceitem.created. */
export function createInvoiceItem(draft: Draft, params: Create): InvoiceItem {
	const invoice =
		params.invoice === undefined ? undefined : getDraftInvoice(draft, params.invoice, "invoice");
	const customer = ownerOf(draft, params, invoice);
	const asked = (params.currency ?? knownCurrency(draft, params, invoice))?.toLowerCase();
	const priced = pricedAmount(draft, params, asked ?? ownCurrency(draft, params, customer));
	if (priced === undefined) throw missing("amount");
	const currency = (priced.currency ?? params.currency ?? customer.currency)?.toLowerCase();
	if (!currency) throw missing("currency");
	claimCurrency(draft, customer.id, currency);
	const product = priced.price && draft.get("product", priced.price.product);
	const made = recordInvoiceItem(draft, {
		...priced,
		customer: customer.id,
		currency,
		description: params.description ?? product?.name ?? null,
		period: params.period ?? { start: draft.now, end: draft.now },
		parent: parentFor(draft, params.subscription),
		invoice: invoice?.id ?? null,
		discountable: params.discountable ?? priced.amount >= 0,
		metadata: mergeMetadata({}, params.metadata),
		taxRates: getTaxRates(draft, params.tax_rates ?? [], "tax_rates"),
	});
	const item = withDiscounts(draft, made, params.discounts);
	if (invoice !== undefined) addTo(draft, invoice, item);
	return item;
}

/** That of what the item goes on. */
function knownCurrency(draft: Draft, { subscription }: Create, invoice: Invoice | undefined) {
	return invoice?.currency ?? draft.get("subscription", subscription ?? "")?.currency;
}

/** A price is billed in the customer's currency when it has that, else in its own. */
function ownCurrency(draft: Draft, { pricing }: Create, customer: Customer): string | undefined {
	const price = draft.get("price", pricing?.price ?? "");
	const own = customer.currency;
	return price !== undefined && own && hasCurrency(draft, price, own) ? own : undefined;
}

function missing(param: string) {
	return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
}

function ownerOf(draft: Draft, params: Create, invoice: Invoice | undefined): Customer {
	const id = params.customer ?? invoice?.customer ?? undefined;
	if (id === undefined) throw missing("customer");
	return getCustomer(draft, id, "customer");
}

function parentFor(draft: Draft, subscription: string | undefined): InvoiceItem["parent"] {
	if (subscription === undefined) return null;
	getRecord(draft, "subscription", { id: subscription, param: "subscription" });
	return { type: "subscription_details", subscription_details: { subscription } };
}

/** The item with these discounts of its own; undefined leaves it as it is. */
export function withDiscounts(
	draft: Draft,
	item: InvoiceItem,
	given: Create["discounts"],
): InvoiceItem {
	if (given === undefined) return item;
	const discounts = setDiscounts(draft, given, {
		owner: {
			customer: item.customer,
			invoice: null,
			invoice_item: item.id,
			subscription: null,
			subscription_item: null,
		},
		purchase: {
			customer: item.customer,
			currency: item.currency,
			amount: item.amount,
			products: [item.pricing?.price_details?.product ?? ""],
		},
		before: item.discounts ?? [],
		param: "discounts",
	});
	return draft.put("invoiceitem", { ...item, discounts });
}

function addTo(draft: Draft, invoice: Invoice, item: InvoiceItem): void {
	const known = invoice.lines.data;
	const line = pendingLine(draft, item, { invoice: invoice.id, known });
	reviseDraft(draft, invoice, [...known, line]);
}

/** Changes what was sent, also on the draft it stands on. Emits invoice.updated then. */
export function updateInvoiceItem(
	draft: Draft,
	id: string,
	params: Partial<Values<typeof invoiceItemUpdateParams>>,
): InvoiceItem {
	const before = getRecord(draft, "invoiceitem", { id });
	const invoice = editableInvoice(draft, before);
	const priced = pricedAmount(draft, repriced(before, params), before.currency);
	const amounts =
		priced === undefined
			? {}
			: {
					amount: priced.amount,
					pricing: priced.pricing,
					quantity: priced.quantity,
					quantity_decimal: String(priced.quantity),
				};
	const changed = draft.put("invoiceitem", {
		...before,
		...amounts,
		description: params.description ?? before.description,
		discountable: params.discountable ?? before.discountable,
		metadata: mergeMetadata(before.metadata, params.metadata),
		period: params.period ?? before.period,
		tax_rates:
			params.tax_rates === undefined
				? before.tax_rates
				: getTaxRates(draft, params.tax_rates, "tax_rates"),
	});
	const item = withDiscounts(draft, changed, params.discounts);
	if (invoice !== undefined) replaceOn(draft, invoice, item);
	return item;
}

/** A quantity alone keeps the price the item has. */
function repriced(item: InvoiceItem, params: Partial<Values<typeof invoiceItemUpdateParams>>) {
	const { amount, price_data, pricing, unit_amount_decimal, quantity } = params;
	const sent = { amount, price_data, pricing, unit_amount_decimal };
	if (Object.values(sent).some((value) => value !== undefined)) {
		return { ...sent, quantity: quantity ?? item.quantity };
	}
	if (quantity === undefined) return {};
	return { unit_amount_decimal: item.pricing?.unit_amount_decimal ?? "0", quantity };
}

function replaceOn(draft: Draft, invoice: Invoice, item: InvoiceItem): void {
	const known = invoice.lines.data;
	const data = known.map((line) =>
		invoiceItemOf(line) === item.id
			? { ...pendingLine(draft, item, { invoice: invoice.id, known }), id: line.id }
			: line,
	);
	reviseDraft(draft, invoice, data);
}

/** Gone from the draft it stood on, too. Emits invoiceitem.deleted, and invoice.updated then. */
export function deleteInvoiceItem(draft: Draft, id: string): DeletedStub {
	const item = getRecord(draft, "invoiceitem", { id });
	const invoice = editableInvoice(draft, item);
	draft.remove("invoiceitem", id);
	draft.emit("invoiceitem.deleted", item);
	if (invoice !== undefined) {
		const data = invoice.lines.data.filter((line) => invoiceItemOf(line) !== id);
		reviseDraft(draft, invoice, data);
	}
	return { id, object: "invoiceitem", deleted: true };
}

/** The draft the item stands on; undefined while it waits. Error: the invoice is finalized. */
function editableInvoice(draft: Draft, item: InvoiceItem): Invoice | undefined {
	const invoice = draft.get("invoice", item.invoice ?? "");
	if (invoice === undefined || invoice.status === "draft") return invoice;
	throw invalidRequest("This invoice item is attached to an invoice that is no longer editable.", {
		code: "invoice_not_editable",
	});
}
