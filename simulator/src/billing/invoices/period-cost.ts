// What a subscription item costs for its current period.
import { costOf } from "../catalog/cost-of.ts";
import { wholePeriodAt } from "../core/calendar.ts";
import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionItem } from "../core/objects.ts";
import { shareOfTime } from "../prorations/share-of-time.ts";
import { cadenceOf } from "../subscriptions/build-subscription.ts";

/**
 * Minor units. A period cut short, by the subscription's end or before its first anchor, costs its share
 * of the whole one.
 */
export function periodCost(
	draft: Draft,
	item: SubscriptionItem,
	{ billing_cycle_anchor: anchor, currency }: Subscription,
): number {
	const { current_period_start: start, current_period_end: end, price } = item;
	const cost = costOf(draft, price, { quantity: item.quantity ?? 1, currency });
	const whole = wholePeriodAt(start, anchor, cadenceOf(price));
	const length = whole.end - whole.start;
	return end - start < length ? shareOfTime(cost, end - start, length) : cost;
}
