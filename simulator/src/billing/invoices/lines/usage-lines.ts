// Lines for metered prices, billed after the use.
import { isMetered } from "../../catalog/cost-of.ts";
import type { Draft } from "../../core/draft.ts";
import type { InvoiceLine, Subscription, SubscriptionItem } from "../../core/objects.ts";
import { usageOf } from "../../meters/usage.ts";
import { itemLines } from "./invoice-lines.ts";

/**
 * The lines of each metered item for the period it stands in, up to now at the latest. What a threshold had
 * billed of it before is left out.
 */
export function usageLines(
	draft: Draft,
	items: readonly SubscriptionItem[],
	place: { invoice: string; subscription: Subscription },
): InvoiceLine[] {
	return items
		.filter(({ price }) => isMetered(price))
		.flatMap((item) => {
			const end = Math.min(item.current_period_end, draft.now);
			const start = billedUntil(draft, item);
			const quantity = usageOf(draft, item.price.recurring?.meter ?? "", {
				customer: place.subscription.customer,
				span: { start, end },
			});
			const used = { ...item, quantity, current_period_start: start, current_period_end: end };
			return itemLines(draft, used, place);
		});
}

/** The end of what a threshold had billed of the running period, else its start. */
function billedUntil(draft: Draft, item: SubscriptionItem): number {
	const { current_period_start: start, subscription } = item;
	const ends = [...draft.list("invoice", { group: `subscription:${subscription}` })]
		.filter(({ billing_reason }) => billing_reason === "subscription_threshold")
		.flatMap(({ lines }) => lines.data)
		.filter((line) => line.parent?.subscription_item_details?.subscription_item === item.id)
		.filter(({ period }) => period.start >= start && period.end <= item.current_period_end)
		.map(({ period }) => period.end);
	return Math.max(start, ...ends);
}
