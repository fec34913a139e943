// The amounts of a quote: of all it offers, of what is due first, and of what recurs.
import { type LinePlan, priceLineItems, totalsOf } from "../checkout/pricing/price-line-items.ts";
import type { Draft } from "../core/draft.ts";
import type { LineItem, Quote } from "../core/objects.ts";
import type { DiscountTerms } from "../discounts/discount-lines.ts";
import { couponOf, couponTerms } from "../discounts/discount-terms.ts";
import type { QuoteLine } from "./quote-line.ts";

/** Stores the quote and its lines with their amounts computed anew. */
export function saveQuote(draft: Draft, quote: Quote, lines: readonly QuoteLine[]): Quote {
	const priced = pricedItems(draft, quote, lines);
	const saved = lines.map((line, index) => ({ ...line, item: priced[index] ?? line.item }));
	draft.put("quoteLines", { id: quote.id, lines: saved });
	return draft.put("quote", {
		...quote,
		...totalsOf(priced),
		computed: {
			recurring: recurringOf(draft, quote, lines),
			upfront: totalsOf(upfrontItems(draft, quote, lines)),
		},
		currency: lines[0]?.item.currency ?? null,
	});
}

/** What the first invoice will hold: a trial makes what recurs due later. */
export function upfrontItems(draft: Draft, quote: Quote, lines: readonly QuoteLine[]): LineItem[] {
	const trial = (quote.subscription_data.trial_period_days ?? 0) > 0;
	const due = lines.filter(({ item }) => !trial || !item.price?.recurring);
	return pricedItems(draft, quote, due);
}

/** Only a discount that never ends makes every renewal cheaper. Documented. */
function recurringOf(
	draft: Draft,
	quote: Quote,
	lines: readonly QuoteLine[],
): Quote["computed"]["recurring"] {
	const renewing = lines.filter(({ item }) => item.price?.recurring);
	const rhythm = renewing[0]?.item.price?.recurring;
	if (!rhythm) return null;
	const lasting = (id: string) => couponOf(draft, id)?.duration === "forever";
	const { interval, interval_count } = rhythm;
	return { ...totalsOf(pricedItems(draft, quote, renewing, lasting)), interval, interval_count };
}

function pricedItems(
	draft: Draft,
	quote: Quote,
	lines: readonly QuoteLine[],
	counts: (discount: string) => boolean = () => true,
): LineItem[] {
	const plan: LinePlan = {
		terms: termsOf(draft, quote, lines),
		discounts: quote.discounts.filter(counts),
		lineDiscounts: lines.map(({ discounts }) => discounts.filter(counts)),
		lineTaxRates: lines.map(({ taxRates }) => taxRates),
		defaultTaxRates: quote.default_tax_rates ?? [],
		exempt: draft.get("customer", quote.customer ?? "")?.tax_exempt ?? "none",
	};
	return priceLineItems(
		draft,
		lines.map(({ item }) => item),
		plan,
	);
}

function termsOf(
	draft: Draft,
	quote: Quote,
	lines: readonly QuoteLine[],
): Map<string, DiscountTerms> {
	const found = new Map<string, DiscountTerms>();
	const currency = lines[0]?.item.currency ?? "usd";
	for (const id of [...quote.discounts, ...lines.flatMap(({ discounts }) => discounts)]) {
		const coupon = couponOf(draft, id);
		const terms = coupon && couponTerms(draft, coupon, { discount: id, currency });
		if (terms !== undefined) found.set(id, terms);
	}
	return found;
}
