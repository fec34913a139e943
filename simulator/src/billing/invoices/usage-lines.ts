// Lines for metered prices, billed after the use.
import { isMetered } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { InvoiceLine, Subscription, SubscriptionItem } from "../core/objects.ts";
import { usageOf } from "../meters/usage.ts";
import { itemLine } from "./invoice-lines.ts";

/**
 * One line per metered item for the period it stands in, up to now at the latest. Use reported later than
 * this is not billed, while Stripe still takes it along during the drafting hour.
 */
export function usageLines(
	draft: Draft,
	items: readonly SubscriptionItem[],
	{ invoice, subscription }: { invoice: string; subscription: Subscription },
): InvoiceLine[] {
	return items
		.filter(({ price }) => isMetered(price))
		.map((item) => {
			const end = Math.min(item.current_period_end, draft.now);
			const quantity = usageOf(draft, item.price.recurring?.meter ?? "", {
				customer: subscription.customer,
				span: { start: item.current_period_start, end },
			});
			const line = itemLine(
				draft,
				{ ...item, quantity, current_period_end: end },
				{ invoice, subscription },
			);
			// A line counts in whole units; the exact use stands beside it.
			return { ...line, quantity: Math.round(quantity), quantity_decimal: String(quantity) };
		});
}
