// From the prices of a subscription to its tier.
import { type Catalog, tierRank } from "./catalog.ts";
import type { Subscription, SubscriptionItem, TieredSubscription } from "./subscription.ts";

/** What is known of prices: those of the catalogue and those that once were in it. */
export interface Tiers {
	catalog: Catalog;
	/** Price id to tier name. */
	ofPrice: ReadonlyMap<string, string>;
}

/**
 * The subscription with the highest tier of its items, and that item in the lead. When none of its
 * prices is known the tier held `before` stays: unknown is not "no".
 */
export function withTier(
	subscription: Subscription,
	tiers: Tiers,
	before: string | null,
): TieredSubscription {
	const tierOf = (item: SubscriptionItem) => tiers.ofPrice.get(item.priceId ?? "") ?? null;
	const known = subscription.items.filter((item) => tierOf(item) !== null);
	const [leading] = [...known].sort(
		(a, b) => tierRank(tiers.catalog, tierOf(b)) - tierRank(tiers.catalog, tierOf(a)),
	);
	if (!leading) return { ...subscription, tierName: before };
	return { ...subscription, ...leading, tierName: tierOf(leading) };
}

/** Prices that stand for no tier of ours, on subscriptions that have no other. */
export function unknownPrices(subscription: Subscription, tiers: Tiers): string[] {
	const ids = subscription.items.flatMap((item) => item.priceId ?? []);
	return ids.some((id) => tiers.ofPrice.has(id)) ? [] : ids;
}
