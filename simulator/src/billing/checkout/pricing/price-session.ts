// The amounts of a checkout session: lines, discount, tax, total.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession } from "../../core/objects.ts";
import type { DiscountTerms } from "../../discounts/discount-lines.ts";
import { couponTerms } from "../../discounts/discount-terms.ts";
import { priceLineItems, totalsOf } from "./price-line-items.ts";

/** Stores lines and session with their amounts computed anew. A trial makes what recurs due later. */
export function priceSession(draft: Draft, id: string): CheckoutSession {
	const session = getRecord(draft, "checkout.session", { id });
	const record = getRecord(draft, "checkout", { id });
	const { lineTaxRates, defaultTaxRates } = record;
	const terms = sessionTerms(draft, session);
	const lines = priceLineItems(draft, record.lines, {
		terms,
		discounts: [...terms.keys()],
		lineDiscounts: [],
		lineTaxRates,
		defaultTaxRates,
		exempt: draft.get("customer", session.customer ?? "")?.tax_exempt ?? "none",
	});
	draft.put("checkout", { ...record, lines });
	const trial = record.trialDays !== null || record.trialEnd !== null;
	const dueNow = trial ? lines.filter(({ price }) => !price?.recurring) : lines;
	return draft.put("checkout.session", { ...session, ...totalsOf(dueNow) });
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
