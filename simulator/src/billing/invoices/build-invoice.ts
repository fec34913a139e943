// A draft invoice for one period of a subscription.
import { amountOf } from "../catalog/prices.ts";
import type {
	Customer,
	Invoice,
	InvoiceLine,
	Subscription,
	SubscriptionItem,
} from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { emptyInvoice } from "./empty-invoice.ts";
import { describeItem, describeTrial } from "./line-words.ts";

export interface InvoicePlanned {
	subscription: Subscription;
	customer: Customer;
	reason: "subscription_create" | "subscription_cycle" | "subscription_update";
	/** The period the invoice is about; that of its lines is the items'. */
	period: { start: number; end: number };
	/** True when it goes on by itself after the drafting hour. */
	autoAdvance: boolean;
}

/** Puts the draft and gives the customer his currency. Emits customer.updated, invoice.created. */
export function createInvoice(draft: Draft, planned: InvoicePlanned): Invoice {
	const { subscription } = planned;
	const id = draft.newId("in");
	const trialing = subscription.status === "trialing";
	const lines = subscription.items.data.map((item) =>
		buildLine(draft, item, { invoice: id, subscription, trialing }),
	);
	const customer = claimCurrency(draft, planned.customer.id, subscription.currency);
	const invoice = draft.put("invoice", draftOf(draft, { ...planned, customer, id, lines }));
	draft.emit("invoice.created", invoice);
	return invoice;
}

function claimCurrency(draft: Draft, id: string, currency: string): Customer | undefined {
	const before = draft.get("customer", id);
	if (before === undefined || before.currency) return before;
	const after = draft.put("customer", { ...before, currency });
	draft.emit("customer.updated", after, before);
	return after;
}

function buildLine(
	draft: Draft,
	item: SubscriptionItem,
	{
		invoice,
		subscription,
		trialing,
	}: { invoice: string; subscription: Subscription; trialing: boolean },
): InvoiceLine {
	const quantity = item.quantity ?? 1;
	const amount = trialing ? 0 : amountOf(item.price, quantity);
	const product = draft.get("product", item.price.product);
	return {
		id: draft.newId("il"),
		object: "line_item",
		amount,
		currency: subscription.currency,
		description: trialing
			? describeTrial(product, quantity)
			: describeItem(item.price, product, quantity),
		discount_amounts: [],
		discountable: true,
		discounts: [],
		invoice,
		livemode: false,
		metadata: subscription.metadata,
		parent: {
			type: "subscription_item_details",
			invoice_item_details: null,
			subscription_item_details: {
				invoice_item: null,
				proration: false,
				proration_details: { credited_items: null },
				subscription: subscription.id,
				subscription_item: item.id,
			},
		},
		period: { start: item.current_period_start, end: item.current_period_end },
		pretax_credit_amounts: [],
		pricing: {
			type: "price_details",
			price_details: { price: item.price.id, product: item.price.product },
			unit_amount_decimal: trialing ? "0" : item.price.unit_amount_decimal,
		},
		quantity,
		quantity_decimal: String(quantity),
		subscription: subscription.id,
		subtotal: amount,
		taxes: [],
	};
}

type Sketch = Omit<InvoicePlanned, "customer"> & {
	id: string;
	customer: Customer | undefined;
	lines: InvoiceLine[];
};

function draftOf(draft: Draft, sketch: Sketch): Invoice {
	const { id, customer, lines, subscription } = sketch;
	const finalizesAt = sketch.autoAdvance ? draft.now + draft.settings.draftSeconds : null;
	return {
		...emptyInvoice,
		...customerFields(customer),
		...totals(lines),
		id,
		account_name: draft.settings.businessName,
		auto_advance: sketch.autoAdvance,
		automatically_finalizes_at: finalizesAt,
		billing_reason: sketch.reason,
		created: draft.now,
		currency: subscription.currency,
		customer: subscription.customer,
		lines: { object: "list", data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
		next_payment_attempt: null,
		parent: {
			type: "subscription_details",
			quote_details: null,
			subscription_details: {
				metadata: subscription.metadata,
				subscription: subscription.id,
			},
		},
		period_end: sketch.period.end,
		period_start: sketch.period.start,
		webhooks_delivered_at: draft.now,
	};
}

function totals(lines: readonly InvoiceLine[]) {
	const total = lines.reduce((sum, line) => sum + line.amount, 0);
	return {
		amount_due: total,
		amount_remaining: total,
		subtotal: total,
		subtotal_excluding_tax: total,
		total,
		total_excluding_tax: total,
	};
}

function customerFields(customer: Customer | undefined) {
	return {
		customer_address: customer?.address ?? null,
		customer_email: customer?.email ?? null,
		customer_name: customer?.name ?? null,
		customer_phone: customer?.phone ?? null,
		customer_shipping: null,
		customer_tax_exempt: customer?.tax_exempt ?? "none",
		customer_tax_ids: [],
	};
}
