// What a subscription item costs for its current period.
import { type CostPart, costParts, isMetered } from "../../catalog/cost-of.ts";
import type { Draft } from "../../core/draft.ts";
import type { Subscription, SubscriptionItem } from "../../core/objects.ts";
import { wholePeriodAt } from "../../core/time/calendar.ts";
import { shareOfTime } from "../../prorations/share-of-time.ts";
import { cadenceOf } from "../../subscriptions/start/build-subscription.ts";

/**
 * The parts of its cost. A period cut short, by the subscription's end or before its first anchor, costs
 * its share of the whole one; what was used costs the same in any period.
 */
export function periodCost(
	draft: Draft,
	item: SubscriptionItem,
	{ billing_cycle_anchor: anchor, currency }: Subscription,
): CostPart[] {
	const { current_period_start: start, current_period_end: end, price } = item;
	const parts = costParts(draft, price, { quantity: item.quantity ?? 1, currency });
	const whole = wholePeriodAt(start, anchor, cadenceOf(price));
	const length = whole.end - whole.start;
	if (isMetered(price) || end - start >= length) return parts;
	return parts.map((part) => ({ ...part, amount: shareOfTime(part.amount, end - start, length) }));
}
