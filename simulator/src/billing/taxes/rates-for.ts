// Which tax rates a subscription item's lines carry.
import type { Subscription, SubscriptionItem, TaxRate } from "../core/objects.ts";

/** The item's own rates, else the subscription's default ones. */
export function ratesFor(item: SubscriptionItem, subscription: Subscription): TaxRate[] {
	const own = item.tax_rates ?? [];
	return own.length > 0 ? own : (subscription.default_tax_rates ?? []);
}
