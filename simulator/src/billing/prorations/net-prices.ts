// What subscription items cost for a whole period once discounts are taken off.
import { costOf } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionItem } from "../core/objects.ts";
import { type DiscountAmount, discountLines } from "../discounts/discount-lines.ts";
import { findTerms } from "../discounts/discount-terms.ts";
import { sumOff } from "./discounted.ts";

/** What an item costs, less its discounts, and what each of them takes off. Minor units. */
export interface NetPrice {
	net: number;
	off: DiscountAmount[];
}

/** By item id, as if these items alone were invoiced for a whole period now. */
export function netPrices(
	draft: Draft,
	subscription: Subscription,
	items: readonly SubscriptionItem[],
): ReadonlyMap<string, NetPrice> {
	const discounts = subscription.discounts;
	const ids = [...items.flatMap((item) => item.discounts), ...discounts];
	const terms = findTerms(draft, ids, {
		id: "",
		created: draft.now,
		currency: subscription.currency,
	});
	const lines = items.map((item) => ({
		amount: costOf(draft, item.price, {
			quantity: item.quantity ?? 1,
			currency: subscription.currency,
		}),
		discountable: true,
		discounts: item.discounts,
		product: item.price.product,
	}));
	const taken = discountLines(lines, { terms, discounts });
	return new Map(
		items.map((item, index) => {
			const off = taken[index] ?? [];
			return [item.id, { net: (lines[index]?.amount ?? 0) - sumOff(off), off }];
		}),
	);
}
