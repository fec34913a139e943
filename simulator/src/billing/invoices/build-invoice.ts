// A draft invoice: the periods of a subscription, what was waiting for the customer, or both.
import { isMetered } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type {
	Customer,
	Invoice,
	InvoiceItem,
	InvoiceLine,
	Subscription,
	SubscriptionItem,
} from "../core/objects.ts";
import { claimCurrency } from "../customers/claim-currency.ts";
import { runningDiscounts, spendDiscounts } from "../discounts/spend-discounts.ts";
import { automaticTaxOf } from "../taxes/automatic-tax.ts";
import { shownTaxIds } from "../taxes/tax-ids.ts";
import { withTaxStatus } from "../taxes/tax-location.ts";
import { emptyInvoice } from "./empty-invoice.ts";
import { itemLines, pendingLine } from "./lines/invoice-lines.ts";
import { priceLines } from "./lines/price-lines.ts";
import { usageLines } from "./lines/usage-lines.ts";
import { withLines, withTotals } from "./total-invoice.ts";

export interface InvoicePlanned {
	/** Null for an invoice made by hand. */
	subscription: Subscription | null;
	customer: Customer;
	/** Of an invoice made by hand; otherwise the subscription's. */
	currency?: string;
	reason:
		| "manual"
		| "subscription_create"
		| "subscription_cycle"
		| "subscription_threshold"
		| "subscription_update";
	/** The period the invoice is about; that of its lines is the items'. */
	period: { start: number; end: number };
	/** True when it goes on by itself after the drafting hour. */
	autoAdvance: boolean;
	/** The items billed for their current period; all of the subscription's unless given. */
	items?: readonly SubscriptionItem[];
	/** The items whose metered use is billed, in the period of that use. */
	used?: readonly SubscriptionItem[];
	/** Whether what was waiting is taken along; it is unless said otherwise. */
	pending?: "include" | "exclude";
	/** Whatever else the caller sets. */
	fields?: Partial<Invoice>;
}

/** Puts the draft and gives the customer his currency. Emits customer.updated, invoice.created. */
export function createInvoice(draft: Draft, planned: InvoicePlanned): Invoice {
	const id = draft.newId("in");
	const currency = planned.subscription?.currency ?? planned.currency ?? "usd";
	const customer = claimCurrency(draft, planned.customer.id, currency);
	const sketch = sketchOf(draft, { ...planned, customer, currency, id });
	const lines = planned.pending === "exclude" ? [] : takePending(draft, sketch, planned);
	if (planned.subscription !== null) {
		const place = { invoice: id, subscription: planned.subscription };
		for (const item of planned.items ?? planned.subscription.items.data) {
			if (!isMetered(item.price)) lines.push(...itemLines(draft, item, place));
		}
		lines.push(...usageLines(draft, planned.used ?? [], place));
	}
	const invoice = draft.put("invoice", priceInvoice(draft, withLines(sketch, lines)));
	spendDiscounts(draft, invoice);
	draft.emit("invoice.created", invoice);
	return invoice;
}

/** The draft's discounts, taxes and sums made anew, after its lines have changed. */
export function priceInvoice(draft: Draft, invoice: Invoice): Invoice {
	const customer = draft.get("customer", invoice.customer ?? "");
	const priced = priceLines(draft, withTaxStatus(draft, invoice));
	return withTotals(priced, customer?.balance ?? 0);
}

/** Moves what waits for this customer and subscription onto the invoice, oldest first. */
function takePending(draft: Draft, invoice: Invoice, planned: InvoicePlanned): InvoiceLine[] {
	const lines: InvoiceLine[] = [];
	const subscription = planned.subscription?.id ?? null;
	const waiting = pendingItems(draft, { customer: planned.customer.id, subscription });
	for (const item of waiting.filter(({ currency }) => currency === invoice.currency)) {
		lines.push(pendingLine(draft, item, { invoice: invoice.id, known: lines }));
		draft.put("invoiceitem", { ...item, invoice: invoice.id });
	}
	return lines;
}

/** Invoice items not on any invoice yet: the subscription's own and those of no subscription. Oldest first. */
export function pendingItems(
	draft: Draft,
	{ customer, subscription }: { customer: string; subscription: string | null },
): InvoiceItem[] {
	const waiting = [...draft.list("invoiceitem", { group: `pending:${customer}` })].reverse();
	return waiting.filter((item) => {
		const owner = item.parent?.subscription_details?.subscription ?? null;
		return owner === null || owner === subscription;
	});
}

type Sketch = InvoicePlanned & { id: string; currency: string };

function sketchOf(draft: Draft, sketch: Sketch): Invoice {
	const { id, customer, subscription } = sketch;
	const finalizesAt = sketch.autoAdvance ? draft.now + draft.settings.draftSeconds : null;
	return {
		...emptyInvoice,
		...customerFields(draft, customer),
		id,
		account_name: draft.settings.businessName,
		auto_advance: sketch.autoAdvance,
		automatic_tax: automaticTaxOf(subscription?.automatic_tax.enabled ?? false),
		automatically_finalizes_at: finalizesAt,
		billing_reason: sketch.reason,
		collection_method: subscription?.collection_method ?? "charge_automatically",
		created: draft.now,
		currency: sketch.currency,
		customer: customer.id,
		default_tax_rates: subscription?.default_tax_rates ?? [],
		discounts: runningDiscounts(draft, subscription?.discounts ?? []),
		lines: { object: "list", data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
		next_payment_attempt: null,
		parent: subscription === null ? null : parentOf(subscription),
		period_end: sketch.period.end,
		period_start: sketch.period.start,
		rendering: sketch.reason === "subscription_create" ? null : draftRendering,
		test_clock: draft.clock,
		webhooks_delivered_at: draft.now,
		due_date: dueDate(draft, subscription),
		...sketch.fields,
	};
}

/** The size of the page is settled when the invoice is. A subscription's first has none at all. Recorded. */
const draftRendering: Invoice["rendering"] = {
	amount_tax_display: null,
	pdf: { page_size: "auto" },
	template: null,
	template_version: null,
};

function dueDate(draft: Draft, subscription: Subscription | null): number | null {
	const days = subscription?.days_until_due ?? null;
	return days === null ? null : draft.now + days * 86_400;
}

function parentOf({ id, metadata }: Subscription): Invoice["parent"] {
	return {
		type: "subscription_details",
		quote_details: null,
		subscription_details: { metadata, subscription: id },
	};
}

function customerFields(draft: Draft, customer: Customer) {
	return {
		customer_address: customer.address ?? null,
		customer_email: customer.email ?? null,
		customer_name: customer.name ?? null,
		customer_phone: customer.phone ?? null,
		customer_shipping: customer.shipping ?? null,
		customer_tax_exempt: customer.tax_exempt ?? "none",
		customer_tax_ids: shownTaxIds(draft, customer),
	};
}
