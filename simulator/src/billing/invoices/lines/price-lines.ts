// Discounts and taxes on the lines of an invoice.

import type { Draft } from "../../core/draft.ts";
import type { Invoice, InvoiceLine, TaxRate } from "../../core/objects.ts";
import { type DiscountAmount, discountLines } from "../../discounts/discount-lines.ts";
import { findTerms } from "../../discounts/discount-terms.ts";
import { taxesOn, totalTaxes } from "../../taxes/tax-lines.ts";
import { invoiceItemOf } from "./invoice-lines.ts";

/**
 * The invoice with what discounts take and taxes add, on each line and over all; its sums are not made
 * anew. Discounts are the lines' own, then the invoice's; a line's rates are those named in its `taxes`
 * (see `unpricedTaxes`). Amounts already there are replaced, so a draft may be priced again and again.
 */
export function priceLines(draft: Draft, invoice: Invoice): Invoice {
	const lines = invoice.lines.data;
	const discounts = invoice.discounts;
	const ids = [...lines.flatMap((line) => line.discounts), ...discounts];
	const terms = findTerms(draft, ids, invoice);
	const taken = discountLines(lines.map(toDiscountable), { terms, discounts });
	const data = lines.map((line, index) => {
		const discounted = [...(taken[index] ?? []), ...settledDiscounts(draft, line)];
		const net = line.amount - sumOf(discounted);
		return {
			...line,
			discount_amounts: discounted,
			pretax_credit_amounts: discounted.map(toCredit),
			taxes: taxesOn(net, ratesOf(draft, line, invoice), {
				exempt: invoice.customer_tax_exempt,
				rounding: draft.settings.taxRounding,
			}),
		};
	});
	const totalDiscounts = totalsPerDiscount(data.flatMap((line) => line.discount_amounts));
	return {
		...invoice,
		lines: { ...invoice.lines, data },
		total_discount_amounts: totalDiscounts,
		total_pretax_credit_amounts: totalDiscounts.map(toCredit),
		total_taxes: totalTaxes(data.flatMap((line) => line.taxes)),
	};
}

/** The discounts of an itemized proration are those of what it prorates, whatever applies now. */
function settledDiscounts(draft: Draft, line: InvoiceLine): DiscountAmount[] {
	const item = draft.get("invoiceitem", invoiceItemOf(line) ?? "");
	return item?.proration_details?.discount_amounts ?? [];
}

function toDiscountable(line: InvoiceLine) {
	const { amount, discountable, discounts } = line;
	return { amount, discountable, discounts, product: line.pricing?.price_details?.product ?? null };
}

/** The line's own rates, else the invoice's default ones. */
function ratesOf(draft: Draft, line: InvoiceLine, invoice: Invoice): TaxRate[] {
	const own = (line.taxes ?? []).flatMap(
		({ tax_rate_details }) => draft.get("tax_rate", tax_rate_details?.tax_rate ?? "") ?? [],
	);
	return own.length > 0 ? own : invoice.default_tax_rates;
}

/** The lines ready for other default rates: those that had the old ones have none of their own. */
export function withoutDefaultRates({ default_tax_rates, lines }: Invoice): InvoiceLine[] {
	const old = default_tax_rates.map(({ id }) => id).join();
	return lines.data.map((line) => {
		const rates = (line.taxes ?? []).map((tax) => tax.tax_rate_details?.tax_rate);
		return rates.join() === old ? { ...line, taxes: [] } : line;
	});
}

function totalsPerDiscount(all: readonly DiscountAmount[]): DiscountAmount[] {
	const totals = new Map<string, number>();
	for (const { amount, discount } of all) {
		totals.set(discount, (totals.get(discount) ?? 0) + amount);
	}
	return [...totals].map(([discount, amount]) => ({ amount, discount }));
}

function toCredit({ amount, discount }: DiscountAmount) {
	return { amount, discount, type: "discount" };
}

function sumOf(amounts: readonly { amount: number }[]): number {
	return amounts.reduce((sum, { amount }) => sum + amount, 0);
}
