// One-time prices billed along with a subscription's next invoice.
import { costOf } from "../../catalog/cost-of.ts";
import { givenPrice, oncePriceShape, refuseRecurring } from "../../catalog/given-price.ts";
import { priceIn, refuseCurrency } from "../../catalog/price-in.ts";
import type { Draft } from "../../core/draft.ts";
import type { InvoiceItem, Price, Subscription, TaxRate } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { wholePeriodAt } from "../../core/time/calendar.ts";
import { type DiscountGiven, discountsParam } from "../../discounts/set-discounts.ts";
import { withDiscounts } from "../../invoices/items/edit-invoice-items.ts";
import { pricingOf, recordInvoiceItem } from "../../invoices/items/invoice-items.ts";
import { getTaxRates } from "../../taxes/tax-rates.ts";
import { cadenceOf } from "./build-subscription.ts";

/** What may be said of one of them; the period's bounds have other words in a schedule's phase. */
export const addedItemShape = {
	...oncePriceShape,
	discountable: boolean(),
	discounts: discountsParam(),
	metadata: metadata(),
	quantity: integer(0),
	tax_rates: list(text(), 10),
};
export const addedItemsParam = list(
	hash({
		...addedItemShape,
		period: hash({
			end: required(
				hash({ timestamp: timestamp(), type: required(oneOf("min_item_period_end", "timestamp")) }),
			),
			start: required(
				hash({
					timestamp: timestamp(),
					type: required(oneOf("max_item_period_start", "now", "timestamp")),
				}),
			),
		}),
	}),
	20,
);

/** Where a bound lies: a word, and the instant when the word is `timestamp`. */
export interface Bound {
	type: string;
	timestamp?: number | undefined;
}

type Given = Values<typeof addedItemShape> & { period?: { start: Bound; end: Bound } | undefined };

/** What is added, with its price and rates found. */
export interface AddedItem {
	price: Price;
	quantity: number;
	discountable?: boolean | undefined;
	discounts?: readonly DiscountGiven[] | undefined;
	metadata?: Record<string, string>;
	/** The subscription's own period unless given. */
	period?: { start: Bound; end: Bound } | undefined;
	taxRates: TaxRate[];
}

/** Errors: unknown prices and rates, a price that recurs or lacks the currency, a bound without its instant. */
export function findAdded(
	draft: Draft,
	sent: readonly Given[] | undefined,
	{ currency, param }: { currency: string; param: string },
): AddedItem[] {
	return (sent ?? []).map((wanted, index) => {
		const place = `${param}[${index}]`;
		const price = givenPrice(draft, wanted, place);
		refuseRecurring(price, `${place}[price]`);
		refuseCurrency(draft, price, { currency, param: `${place}[price]` });
		refuseOpenBounds(wanted, `${place}[period]`);
		return {
			...wanted,
			price,
			quantity: wanted.quantity ?? 1,
			metadata: mergeMetadata({}, wanted.metadata),
			taxRates: getTaxRates(draft, wanted.tax_rates ?? [], `${place}[tax_rates]`),
		};
	});
}

function refuseOpenBounds({ period }: Given, param: string): void {
	for (const side of ["start", "end"] as const) {
		const bound = period?.[side];
		if (bound?.type !== "timestamp" || bound.timestamp !== undefined) continue;
		throw invalidRequest(`Missing required param: ${param}[${side}][timestamp].`, {
			code: "parameter_missing",
			param: `${param}[${side}][timestamp]`,
		});
	}
}

/** Each waits for the next invoice. Emits invoiceitem.created. */
export function addInvoiceItems(
	draft: Draft,
	subscription: Subscription,
	added: readonly AddedItem[],
): void {
	const { currency } = subscription;
	for (const wanted of added) {
		const { price, quantity } = wanted;
		const item = recordInvoiceItem(draft, {
			customer: subscription.customer,
			currency,
			amount: costOf(draft, price, { quantity, currency }),
			description: draft.get("product", price.product)?.name ?? null,
			quantity,
			period: periodOf(draft, subscription, wanted),
			pricing: pricingOf(price, priceIn(draft, price, currency).unit_amount_decimal),
			parent: {
				type: "subscription_details",
				subscription_details: { subscription: subscription.id },
			},
			discountable: wanted.discountable ?? true,
			metadata: wanted.metadata ?? {},
			taxRates: wanted.taxRates,
		});
		withDiscounts(draft, item, wanted.discounts?.slice());
	}
}

/** Between the latest start and the earliest end of the items' periods, unless said otherwise. */
function periodOf(
	draft: Draft,
	{ items, billing_cycle_anchor: anchor }: Subscription,
	{ period }: AddedItem,
): InvoiceItem["period"] {
	const running = items.data.map(
		({ current_period_start: start, current_period_end: end, price }) =>
			end > draft.now ? { start, end } : wholePeriodAt(draft.now, anchor, cadenceOf(price)),
	);
	const words: Readonly<Record<string, number>> = {
		max_item_period_start: Math.max(...running.map(({ start }) => start)),
		min_item_period_end: Math.min(...running.map(({ end }) => end)),
		now: draft.now,
	};
	const instantOf = (bound: Bound | undefined, usual: string) =>
		bound?.timestamp ?? words[bound?.type ?? usual] ?? draft.now;
	return {
		start: instantOf(period?.start, "max_item_period_start"),
		end: instantOf(period?.end, "min_item_period_end"),
	};
}
