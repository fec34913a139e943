// Lines for metered prices, billed after the use.
import { isMetered } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { InvoiceLine, Subscription, SubscriptionItem } from "../core/objects.ts";
import { usageOf } from "../meters/usage.ts";
import { itemLines } from "./invoice-lines.ts";

/** The lines of each metered item for the period it stands in, up to now at the latest. */
export function usageLines(
	draft: Draft,
	items: readonly SubscriptionItem[],
	place: { invoice: string; subscription: Subscription },
): InvoiceLine[] {
	return items
		.filter(({ price }) => isMetered(price))
		.flatMap((item) => {
			const end = Math.min(item.current_period_end, draft.now);
			const quantity = usageOf(draft, item.price.recurring?.meter ?? "", {
				customer: place.subscription.customer,
				span: { start: item.current_period_start, end },
			});
			return itemLines(draft, { ...item, quantity, current_period_end: end }, place);
		});
}
