// What lines cost once discounts and taxes apply: a Checkout session's, or a quote's.
import type { Draft } from "../../core/draft.ts";
import type { LineItem } from "../../core/objects.ts";
import { type DiscountTerms, discountLines } from "../../discounts/discount-lines.ts";
import { type LineTax, type TaxExempt, taxesOn } from "../../taxes/tax-lines.ts";

export interface LinePlan {
	/** Terms of every discount named, by the id it is named by. */
	terms: ReadonlyMap<string, DiscountTerms>;
	/** Discounts of the whole, in order. */
	discounts: readonly string[];
	/** Discounts of each line alone, in the order of the lines. */
	lineDiscounts: readonly (readonly string[])[];
	/** Ids of each line's own tax rates, in the order of the lines. */
	lineTaxRates: readonly (readonly string[])[];
	/** Ids of the rates for lines without their own. */
	defaultTaxRates: readonly string[];
	exempt: TaxExempt;
}

/** The lines with their discount, tax and total computed anew from `amount_subtotal`. */
export function priceLineItems(
	draft: Draft,
	lines: readonly LineItem[],
	plan: LinePlan,
): LineItem[] {
	const { terms, discounts } = plan;
	const taken = discountLines(
		lines.map(({ amount_subtotal, price }, index) => ({
			amount: amount_subtotal,
			discountable: true,
			discounts: plan.lineDiscounts[index] ?? [],
			product: price?.product ?? null,
		})),
		{ terms, discounts },
	);
	return lines.map((line, index) => {
		const discount = (taken[index] ?? []).reduce((sum, { amount }) => sum + amount, 0);
		const own = plan.lineTaxRates[index] ?? [];
		const rates = (own.length > 0 ? own : plan.defaultTaxRates).flatMap(
			(rate) => draft.get("tax_rate", rate) ?? [],
		);
		const net = line.amount_subtotal - discount;
		const taxes = taxesOn(net, rates, {
			exempt: plan.exempt,
			rounding: draft.settings.taxRounding,
		});
		return {
			...line,
			amount_discount: discount,
			amount_tax: sumOf(taxes),
			amount_total: net + sumOf(taxes.filter((tax) => tax.tax_behavior === "exclusive")),
		};
	});
}

/** The sums of lines, as sessions and quotes show them. */
export function totalsOf(lines: readonly LineItem[]) {
	const sum = (field: "amount_discount" | "amount_subtotal" | "amount_tax" | "amount_total") =>
		lines.reduce((total, line) => total + line[field], 0);
	return {
		amount_subtotal: sum("amount_subtotal"),
		amount_total: sum("amount_total"),
		total_details: {
			amount_discount: sum("amount_discount"),
			amount_shipping: 0,
			amount_tax: sum("amount_tax"),
		},
	};
}

function sumOf(taxes: readonly LineTax[]): number {
	return taxes.reduce((sum, { amount }) => sum + amount, 0);
}
