// The lines of a quote, as they are sent and as they are kept.

import { promisedPrice } from "../catalog/given-price.ts";
import { refuseQuantity } from "../catalog/item-quantity.ts";
import { refuseCurrency } from "../catalog/price-in.ts";
import { toLine } from "../checkout/pricing/session-lines.ts";
import type { Draft } from "../core/draft.ts";
import type { LineItem, Price, Quote } from "../core/objects.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { expectedCurrency } from "../customers/claim-currency.ts";
import { type DiscountPlace, setDiscounts } from "../discounts/set-discounts.ts";
import { getTaxRates } from "../taxes/tax-rates.ts";
import type { QuoteLine } from "./quote-line.ts";
import type { LineSent } from "./quote-params.ts";

/**
 * The lines after the change: what was sent is all there is then, and a line named by its id keeps what was
 * not said of it. Errors: unknown prices, rates and lines, two currencies, two intervals.
 */
export function setLines(
	draft: Draft,
	quote: Quote,
	{ before, sent }: { before: readonly QuoteLine[]; sent: readonly LineSent[] },
): QuoteLine[] {
	const known = sent.map((line, index) => lineNamed(before, line.id, `line_items[${index}][id]`));
	const prices = sent.map((line, index) => priceOf(draft, line, { known: known[index], index }));
	const customer = draft.get("customer", quote.customer ?? "");
	const currency = expectedCurrency(customer, undefined) ?? prices[0]?.currency ?? "usd";
	refuseIntervals(prices);
	return sent.flatMap((line, index) => {
		const price = prices[index];
		const old = known[index];
		if (price === undefined) return [];
		const param = `line_items[${index}]`;
		refuseCurrency(draft, price, { currency, param: `${param}[price]` });
		refuseQuantity(price, line.quantity, `${param}[quantity]`);
		const quantity = line.quantity ?? old?.item.quantity ?? 1;
		const made = toLine(draft, { price, quantity, currency });
		const item = { ...made, id: old?.item.id ?? made.id };
		if (line.tax_rates !== undefined) getTaxRates(draft, line.tax_rates, `${param}[tax_rates]`);
		return [
			{
				item,
				taxRates: line.tax_rates ?? old?.taxRates ?? [],
				discounts: setDiscounts(draft, line.discounts, {
					...placeOf(quote, [item]),
					before: old?.discounts ?? [],
					param: `${param}[discounts]`,
				}),
			},
		];
	});
}

/** Where a quote's discounts stand: nobody has redeemed them before it is accepted. */
export function placeOf(
	{ customer }: Quote,
	items: readonly LineItem[],
): Omit<DiscountPlace, "before" | "param"> {
	return {
		owner: {
			customer,
			invoice: null,
			invoice_item: null,
			subscription: null,
			subscription_item: null,
		},
		purchase: {
			customer,
			currency: items[0]?.currency ?? "usd",
			amount: items.length === 0 ? null : items.reduce((sum, one) => sum + one.amount_subtotal, 0),
			products: items.length === 0 ? null : items.flatMap(({ price }) => price?.product ?? []),
		},
		promised: true,
	};
}

function lineNamed(before: readonly QuoteLine[], id: string | undefined, param: string) {
	if (id === undefined) return undefined;
	const found = before.find(({ item }) => item.id === id);
	if (found === undefined) throw missingResource("line item", id, param);
	return found;
}

function priceOf(
	draft: Draft,
	line: LineSent,
	{ known, index }: { known: QuoteLine | undefined; index: number },
): Price {
	const keeps = line.price === undefined && line.price_data === undefined;
	const old = known?.item.price;
	return keeps && old ? old : promisedPrice(draft, line, `line_items[${index}]`);
}

/** A quote becomes one subscription whose recurring total is one figure. */
function refuseIntervals(prices: readonly Price[]): void {
	const rhythms = prices.flatMap(({ recurring }) =>
		recurring ? [`${recurring.interval_count} ${recurring.interval}`] : [],
	);
	if (new Set(rhythms).size <= 1) return;
	throw invalidRequest("All recurring prices of a quote must have the same interval.", {
		param: "line_items",
	});
}
