// The amounts of a checkout session: lines, discount, tax, total.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { CheckoutSession, LineItem } from "../core/objects.ts";
import { type DiscountTerms, discountLines } from "../discounts/discount-lines.ts";
import { couponTerms } from "../discounts/discount-terms.ts";
import { type LineTax, taxesOn } from "../taxes/tax-lines.ts";
import type { CheckoutRecord } from "./checkout-record.ts";

/** Stores lines and session with their amounts computed anew. A trial makes what recurs due later. */
export function priceSession(draft: Draft, id: string): CheckoutSession {
	const session = getRecord(draft, "checkout.session", { id });
	const record = getRecord(draft, "checkout", { id });
	const lines = priceLineItems(draft, session, record);
	draft.put("checkout", { ...record, lines });
	const trial = record.trialDays !== null || record.trialEnd !== null;
	const dueNow = trial ? lines.filter(({ price }) => !price?.recurring) : lines;
	const sum = (field: "amount_discount" | "amount_subtotal" | "amount_tax" | "amount_total") =>
		dueNow.reduce((total, line) => total + line[field], 0);
	return draft.put("checkout.session", {
		...session,
		amount_subtotal: sum("amount_subtotal"),
		amount_total: sum("amount_total"),
		total_details: {
			amount_discount: sum("amount_discount"),
			amount_shipping: 0,
			amount_tax: sum("amount_tax"),
		},
	});
}

function priceLineItems(
	draft: Draft,
	session: CheckoutSession,
	{ lines, lineTaxRates, defaultTaxRates }: CheckoutRecord,
): LineItem[] {
	const terms = sessionTerms(draft, session);
	const taken = discountLines(
		lines.map(({ amount_subtotal, price }) => ({
			amount: amount_subtotal,
			discountable: true,
			discounts: [],
			product: price?.product ?? null,
		})),
		{ terms, discounts: [...terms.keys()] },
	);
	const exempt = draft.get("customer", session.customer ?? "")?.tax_exempt ?? "none";
	return lines.map((line, index) => {
		const discount = (taken[index] ?? []).reduce((sum, { amount }) => sum + amount, 0);
		const own = lineTaxRates[index] ?? [];
		const rates = (own.length > 0 ? own : defaultTaxRates).flatMap(
			(rate) => draft.get("tax_rate", rate) ?? [],
		);
		const net = line.amount_subtotal - discount;
		const taxes = taxesOn(net, rates, exempt);
		return {
			...line,
			amount_discount: discount,
			amount_tax: sumOf(taxes),
			amount_total: net + sumOf(taxes.filter((tax) => tax.tax_behavior === "exclusive")),
		};
	});
}

function sessionTerms(draft: Draft, session: CheckoutSession): Map<string, DiscountTerms> {
	const found = new Map<string, DiscountTerms>();
	for (const { coupon: given, promotion_code } of session.discounts ?? []) {
		const code = draft.get("promotion_code", promotion_code ?? "");
		const coupon = draft.get("coupon", given ?? code?.promotion.coupon ?? "");
		if (coupon === undefined) continue;
		const currency = session.currency ?? "usd";
		const terms = couponTerms(draft, coupon, { discount: coupon.id, currency });
		if (terms !== undefined) found.set(coupon.id, terms);
	}
	return found;
}

function sumOf(taxes: readonly LineTax[]): number {
	return taxes.reduce((sum, { amount }) => sum + amount, 0);
}
