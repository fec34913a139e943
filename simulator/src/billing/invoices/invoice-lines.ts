// The lines of an invoice, made from what a subscription costs and from what was waiting to be billed.

import { priceIn } from "../catalog/price-in.ts";
import type { Draft } from "../core/draft.ts";
import type { InvoiceItem, InvoiceLine, Subscription, SubscriptionItem } from "../core/objects.ts";
import { runningDiscounts } from "../discounts/spend-discounts.ts";
import { ratesFor } from "../taxes/rates-for.ts";
import { unpricedTaxes } from "../taxes/tax-lines.ts";
import { describeItem, describeTrial } from "./line-words.ts";
import { periodCost } from "./period-cost.ts";

/** One subscription item for its current period. Nothing is due for a trial. */
export function itemLine(
	draft: Draft,
	item: SubscriptionItem,
	{ invoice, subscription }: { invoice: string; subscription: Subscription },
): InvoiceLine {
	const trialing = subscription.status === "trialing";
	const quantity = item.quantity ?? 1;
	const amount = trialing ? 0 : periodCost(draft, item, subscription);
	const product = draft.get("product", item.price.product);
	const price = priceIn(draft, item.price, subscription.currency);
	return {
		...emptyLine,
		id: draft.newId("il"),
		amount,
		currency: subscription.currency,
		description: trialing
			? describeTrial(product, quantity)
			: describeItem(price, product, quantity),
		discounts: runningDiscounts(draft, item.discounts),
		invoice,
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
		pricing: {
			type: "price_details",
			price_details: { price: item.price.id, product: item.price.product },
			unit_amount_decimal: trialing ? "0" : price.unit_amount_decimal,
		},
		quantity,
		quantity_decimal: String(quantity),
		subscription: subscription.id,
		subtotal: amount,
		taxes: unpricedTaxes(ratesFor(item, subscription)),
	};
}

/** The fields every new line starts with. */
const emptyLine = {
	object: "line_item",
	discount_amounts: [],
	discountable: true,
	discounts: [],
	livemode: false,
	pretax_credit_amounts: [],
	taxes: [],
} satisfies Partial<InvoiceLine>;

/** One waiting invoice item, now on an invoice. `known` are the lines already there. */
export function pendingLine(
	draft: Draft,
	item: InvoiceItem,
	{ invoice, known }: { invoice: string; known: readonly InvoiceLine[] },
): InvoiceLine {
	const owner = item.parent?.subscription_details ?? null;
	return {
		...emptyLine,
		id: draft.newId("il"),
		amount: item.amount,
		currency: item.currency,
		description: item.description,
		discountable: item.discountable,
		discounts: item.discounts ?? [],
		invoice,
		metadata: item.metadata ?? {},
		parent: parentOf(draft, item, known),
		period: item.period,
		pricing: item.pricing,
		quantity: item.quantity,
		quantity_decimal: item.quantity_decimal,
		subscription: owner?.subscription ?? null,
		subtotal: item.amount,
		taxes: unpricedTaxes(item.tax_rates ?? []),
	};
}

function parentOf(
	draft: Draft,
	item: InvoiceItem,
	known: readonly InvoiceLine[],
): InvoiceLine["parent"] {
	const owner = item.parent?.subscription_details ?? null;
	const details = {
		invoice_item: item.id,
		proration: item.proration,
		proration_details: { credited_items: creditedLines(draft, item, known) },
		subscription: owner?.subscription ?? null,
	};
	if (item.proration && owner?.subscription_item !== undefined) {
		return {
			type: "subscription_item_details",
			invoice_item_details: null,
			subscription_item_details: { ...details, subscription_item: owner.subscription_item },
		};
	}
	return {
		type: "invoice_item_details",
		invoice_item_details: details,
		subscription_item_details: null,
	};
}

/** What a credit gives back, as lines; a credited item that waited is a line by now, maybe of this invoice. */
function creditedLines(draft: Draft, item: InvoiceItem, known: readonly InvoiceLine[]) {
	const credited = item.proration_details?.credited_items;
	if (!credited) return null;
	if (credited.invoice_line_item_details !== undefined) return credited.invoice_line_item_details;
	const pending = draft.get("invoiceitem", credited.invoice_item ?? "");
	const lines = draft.get("invoice", pending?.invoice ?? "")?.lines.data ?? known;
	const line = lines.find((one) => invoiceItemOf(one) === credited.invoice_item);
	return line?.invoice ? { invoice: line.invoice, invoice_line_items: [line.id] } : null;
}

/** The invoice item a line was made from; undefined for a plain period of a subscription. */
export function invoiceItemOf(line: InvoiceLine): string | undefined {
	const { parent } = line;
	return (
		parent?.invoice_item_details?.invoice_item ??
		parent?.subscription_item_details?.invoice_item ??
		undefined
	);
}
