// Looking up what discounts are worth.

import type { Draft } from "../core/draft.ts";
import type { Coupon, Invoice } from "../core/objects.ts";
import { type DiscountTerms, termsOf } from "./discount-lines.ts";

/** The terms of each discount on this invoice; those that are over or worth nothing are left out. */
export function findTerms(
	draft: Draft,
	ids: readonly string[],
	invoice: Pick<Invoice, "id" | "created" | "currency">,
): Map<string, DiscountTerms> {
	const found = new Map<string, DiscountTerms>();
	for (const id of ids) {
		const coupon = couponOf(draft, id);
		if (coupon === undefined || isOver(draft, id, invoice)) continue;
		const terms = couponTerms(draft, coupon, { discount: id, currency: invoice.currency });
		if (terms !== undefined) found.set(id, terms);
	}
	return found;
}

/** A coupon's terms as a discount of this id would have them. */
export function couponTerms(
	draft: Draft,
	coupon: Coupon,
	{ discount, currency }: { discount: string; currency: string },
): DiscountTerms | undefined {
	const details = draft.get("couponDetails", coupon.id);
	return termsOf(discount, coupon, {
		currency,
		products: details?.appliesTo?.products ?? null,
		currencyOptions: details?.currencyOptions ?? {},
	});
}

/** The coupon behind a discount. A deleted coupon goes on working for those who have it. */
export function couponOf(draft: Draft, discount: string): Coupon | undefined {
	const id = draft.get("discount", discount)?.source.coupon ?? "";
	return draft.get("coupon", id) ?? draft.get("couponDetails", id)?.deleted ?? undefined;
}

/**
 * Whether the discount has run out: its months are over, or its one invoice is another one. Asked for an
 * invoice, the instant that counts is the invoice's, so that a draft keeps what it had.
 */
export function isOver(
	draft: Draft,
	id: string,
	invoice?: Pick<Invoice, "id" | "created">,
): boolean {
	const end = draft.get("discount", id)?.end ?? null;
	const spent = draft.get("spentDiscount", id);
	return (
		(end !== null && end <= (invoice?.created ?? draft.now)) ||
		(spent !== undefined && spent.invoice !== invoice?.id)
	);
}
