// The lines of an invoice, made from what a subscription costs and from what was waiting to be billed.

import type { CostPart } from "../../catalog/cost-of.ts";
import { priceIn } from "../../catalog/price-in.ts";
import type { Draft } from "../../core/draft.ts";
import type {
	InvoiceItem,
	InvoiceLine,
	Price,
	Subscription,
	SubscriptionItem,
} from "../../core/objects.ts";
import { runningDiscounts } from "../../discounts/spend-discounts.ts";
import { ratesFor } from "../../taxes/rates-for.ts";
import { unpricedTaxes } from "../../taxes/tax-lines.ts";
import { describeItem, describeTrial } from "./line-words.ts";
import { periodCost } from "./period-cost.ts";

/** One subscription item for its current period, one line per part of its price. A trial costs nothing. */
export function itemLines(
	draft: Draft,
	item: SubscriptionItem,
	place: { invoice: string; subscription: Subscription },
): InvoiceLine[] {
	const blank = blankLine(draft, item, place);
	if (place.subscription.status === "trialing") {
		const quantity = item.quantity ?? 1;
		const free = { amount: 0, quantity, unitAmount: "0", tier: null };
		const product = draft.get("product", item.price.product);
		const line = filledLine(draft, blank, { price: item.price, part: free });
		return [{ ...line, description: describeTrial(product, quantity) }];
	}
	const parts = periodCost(draft, item, place.subscription);
	return parts.map((part) => ({
		...filledLine(draft, blank, { price: item.price, part }),
		id: draft.newId("il"),
	}));
}

/** The line with what this part of its price costs, in figures and in words. */
export function filledLine(
	draft: Draft,
	line: InvoiceLine,
	{ price, part }: { price: Price; part: CostPart },
): InvoiceLine {
	const charged = priceIn(draft, price, line.currency);
	const { amount, quantity, unitAmount } = part;
	return {
		...line,
		amount,
		description: describeItem(charged, draft.get("product", price.product), part),
		pricing: line.pricing && { ...line.pricing, unit_amount_decimal: unitAmount },
		// A line counts in whole units; the exact use stands beside it.
		quantity: Math.round(quantity),
		quantity_decimal: String(quantity),
		subtotal: amount,
	};
}

function blankLine(
	draft: Draft,
	item: SubscriptionItem,
	{ invoice, subscription }: { invoice: string; subscription: Subscription },
): InvoiceLine {
	return {
		...emptyLine,
		id: draft.newId("il"),
		amount: 0,
		currency: subscription.currency,
		description: null,
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
			unit_amount_decimal: null,
		},
		quantity: 0,
		quantity_decimal: "0",
		subscription: subscription.id,
		subtotal: 0,
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
