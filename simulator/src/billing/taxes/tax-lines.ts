// What tax rates add to an amount, or find inside it.
import type { Invoice, InvoiceLine, TaxRate } from "../core/objects.ts";
import type { Settings } from "../settings.ts";

export type LineTax = NonNullable<InvoiceLine["taxes"]>[number];
export type TaxExempt = Invoice["customer_tax_exempt"];

/** The rates of a new line, with amounts still to be computed by `taxesOn`. */
export function unpricedTaxes(rates: readonly TaxRate[]): LineTax[] {
	return rates.map((rate) => ({
		amount: 0,
		tax_behavior: rate.inclusive ? "inclusive" : "exclusive",
		tax_rate_details: { tax_rate: rate.id },
		taxability_reason: "not_available",
		taxable_amount: 0,
		type: "tax_rate_details",
	}));
}

/**
 * The taxes on `net`, what is left of a line after its discounts. Exclusive rates are added to it,
 * inclusive ones are contained in it: 1200 holds 200 at 20 %. Rounded per rate and alike on both sides of
 * zero, so that a credit gives back what its charge took. A customer who is exempt owes nothing.
 */
export function taxesOn(
	net: number,
	rates: readonly TaxRate[],
	{ exempt, rounding }: { exempt: TaxExempt; rounding: Settings["taxRounding"] },
): LineTax[] {
	const taxOf = (amount: number, { percentage }: TaxRate) =>
		rounded((amount * percentage) / 100, rounding);
	const inclusive = rates.filter((rate) => rate.inclusive);
	const percent = inclusive.reduce((sum, rate) => sum + rate.percentage, 0);
	const bare = net / (1 + percent / 100);
	const contained = inclusive.reduce((sum, rate) => sum + taxOf(bare, rate), 0);
	const free = exempt === "exempt" || exempt === "reverse";
	return unpricedTaxes(rates).map((blank, index) => {
		const rate = rates[index];
		if (rate === undefined) return blank;
		const base = rate.inclusive ? net - contained : rounded(bare, rounding);
		return free
			? { ...blank, taxability_reason: reasonWhenFree(exempt), taxable_amount: 0 }
			: { ...blank, amount: taxOf(bare, rate), taxable_amount: base };
	});
}

function reasonWhenFree(exempt: TaxExempt): string {
	return exempt === "reverse" ? "reverse_charge" : "customer_exempt";
}

function rounded(amount: number, rounding: Settings["taxRounding"]): number {
	const size = Math.abs(amount);
	const down = Math.floor(size);
	const isHalf = size - down === 0.5;
	const nearest = isHalf && rounding === "half_even" ? down + (down % 2) : Math.round(size);
	// Never -0: it is written as 0 but compares as different.
	return amount < 0 ? -nearest || 0 : nearest;
}

/** The taxes of all lines, one entry per rate. */
export function totalTaxes(all: readonly LineTax[]): LineTax[] {
	const totals = new Map<string, LineTax>();
	for (const tax of all) {
		const key = `${tax.tax_rate_details?.tax_rate} ${tax.taxability_reason}`;
		const before = totals.get(key);
		totals.set(key, {
			...tax,
			amount: tax.amount + (before?.amount ?? 0),
			taxable_amount: (tax.taxable_amount ?? 0) + (before?.taxable_amount ?? 0),
		});
	}
	return [...totals.values()];
}
