// Discounts within a proration: taken off its amount, or told beside it.
import type { Subscription } from "../core/objects.ts";
import type { DiscountAmount } from "../discounts/discount-lines.ts";
import { shareOfTime } from "./share-of-time.ts";

/** Each discount's part of the time; unix seconds. */
export function shareOfDiscounts(
	off: readonly DiscountAmount[],
	part: number,
	whole: number,
): DiscountAmount[] {
	return off.map(({ amount, discount }) => ({
		amount: shareOfTime(amount, part, whole),
		discount,
	}));
}

/** What a credit gives back of them. */
export function givenBack(off: readonly DiscountAmount[]): DiscountAmount[] {
	return off.map(({ amount, discount }) => ({ amount: amount === 0 ? 0 : -amount, discount }));
}

/** Whether prorations of the subscription show what they cost before their discounts. */
export function isItemized({ billing_mode }: Subscription): boolean {
	return billing_mode.flexible?.proration_discounts === "itemized";
}

/** Minor units of all of them. */
export function sumOff(off: readonly { amount: number }[]): number {
	return off.reduce((sum, { amount }) => sum + amount, 0);
}

/** One entry per discount. */
export function perDiscount(off: readonly DiscountAmount[]): DiscountAmount[] {
	const totals = new Map<string, number>();
	for (const { amount, discount } of off) {
		totals.set(discount, (totals.get(discount) ?? 0) + amount);
	}
	return [...totals].map(([discount, amount]) => ({ amount, discount }));
}
