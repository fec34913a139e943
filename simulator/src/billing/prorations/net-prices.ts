// What subscription items cost for a whole period once discounts are taken off.
import { costOf } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionItem } from "../core/objects.ts";
import { discountLines } from "../discounts/discount-lines.ts";
import { findTerms } from "../discounts/discount-terms.ts";

/** Minor units by item id, as if these items alone were invoiced for a whole period now. */
export function netPrices(
	draft: Draft,
	subscription: Subscription,
	items: readonly SubscriptionItem[],
): ReadonlyMap<string, number> {
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
			const off = (taken[index] ?? []).reduce((sum, { amount }) => sum + amount, 0);
			return [item.id, (lines[index]?.amount ?? 0) - off];
		}),
	);
}
