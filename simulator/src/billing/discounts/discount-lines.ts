// What discounts take off the lines of an invoice.
import type { Coupon, InvoiceLine } from "../core/objects.ts";
import { share } from "./share.ts";

/** A coupon as one discount applies it. */
export interface DiscountTerms {
	/** Id of the discount. */
	discount: string;
	percentOff: number | null;
	/** Minor units in the invoice's currency. */
	amountOff: number | null;
	/** Only lines of these products; null for all. */
	products: readonly string[] | null;
}

export type DiscountAmount = NonNullable<InvoiceLine["discount_amounts"]>[number];

/** What can be discounted: an invoice's line, or a Checkout session's. */
export interface Discountable {
	amount: number;
	discountable: boolean;
	product: string | null;
	/** Discounts of this line alone, in order; they apply before those of the whole. */
	discounts: readonly string[];
}

export interface DiscountPlan {
	/** Terms of every discount named, by id. */
	terms: ReadonlyMap<string, DiscountTerms>;
	/** Ids of the discounts of the whole, in order. */
	discounts: readonly string[];
}

/**
 * For each line what every discount takes off it. Each discount works on what the earlier ones left;
 * credits and lines that are not discountable stay whole. Shares add up to the discount exactly.
 */
export function discountLines(
	lines: readonly Discountable[],
	{ terms, discounts }: DiscountPlan,
): DiscountAmount[][] {
	const left = lines.map((line) => (line.discountable ? Math.max(0, line.amount) : 0));
	const taken: DiscountAmount[][] = lines.map(() => []);
	const take = (id: string, concerned: (index: number) => boolean) => {
		const discount = terms.get(id);
		if (discount === undefined) return;
		const weights = left.map((amount, index) =>
			concerned(index) && covers(discount, lines[index]) ? amount : 0,
		);
		share(totalOff(discount, weights), weights).forEach((amount, index) => {
			if (weights[index] === 0) return;
			left[index] = (left[index] ?? 0) - amount;
			taken[index]?.push({ amount, discount: id });
		});
	};
	lines.forEach((line, own) => {
		for (const id of line.discounts) take(id, (index) => index === own);
	});
	for (const id of discounts) take(id, () => true);
	return taken;
}

function covers({ products }: DiscountTerms, line: Discountable | undefined): boolean {
	return products === null || products.includes(line?.product ?? "");
}

function totalOff({ percentOff, amountOff }: DiscountTerms, weights: readonly number[]): number {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	return percentOff === null ? Math.min(amountOff ?? 0, sum) : Math.round((sum * percentOff) / 100);
}

/** The terms of a coupon in a currency; undefined when it has no amount in that currency. */
export function termsOf(
	discount: string,
	coupon: Coupon,
	details: {
		currency: string;
		products: readonly string[] | null;
		currencyOptions: Readonly<Record<string, { amount_off: number }>>;
	},
): DiscountTerms | undefined {
	const { currency, products, currencyOptions } = details;
	const percentOff = coupon.percent_off;
	const amountOff =
		coupon.currency === currency
			? coupon.amount_off
			: (currencyOptions[currency]?.amount_off ?? null);
	if (percentOff === null && amountOff === null) return undefined;
	return { discount, percentOff, amountOff: percentOff === null ? amountOff : null, products };
}
