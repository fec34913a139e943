// Discounts running out: by their one invoice, or by their months.

import type { Draft } from "../core/draft.ts";
import type { Invoice, Subscription } from "../core/objects.ts";
import { couponOf, isOver } from "./discount-terms.ts";

/** The ids of those that still apply to what comes next. */
export function runningDiscounts(draft: Draft, ids: readonly string[]): string[] {
	return ids.filter((id) => !isOver(draft, id));
}

/** A `once` discount that took something off this invoice takes nothing off another. */
export function spendDiscounts(draft: Draft, invoice: Invoice): void {
	for (const { amount, discount } of invoice.total_discount_amounts ?? []) {
		if (draft.get("spentDiscount", discount) !== undefined) continue;
		if (amount === 0 || couponOf(draft, discount)?.duration !== "once") continue;
		draft.put("spentDiscount", { id: discount, invoice: invoice.id });
	}
}

/** The subscription as it is stored: what has run out is not listed any more. */
export function withoutEndedDiscounts(draft: Draft, subscription: Subscription): Subscription {
	const { discounts, items } = subscription;
	if (discounts.length === 0 && items.data.every((item) => item.discounts.length === 0)) {
		return subscription;
	}
	const data = items.data.map((item) => ({
		...item,
		discounts: runningDiscounts(draft, item.discounts),
	}));
	return {
		...subscription,
		discounts: runningDiscounts(draft, discounts),
		items: { ...items, data },
	};
}
