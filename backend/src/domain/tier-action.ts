// What a user can do with a price on the pricing page.
import { type Catalog, type SellablePrice, tierRank } from "./catalog.ts";
import { blocksCheckout, type TieredSubscription } from "./subscription.ts";

export type TierAction = "subscribe" | "current" | "upgrade" | "downgrade" | "switch";

/** `switch` is the same tier at another interval; without a live subscription all is `subscribe`. */
export function tierAction(
	price: SellablePrice,
	held: TieredSubscription | null,
	catalog: Catalog,
): TierAction {
	if (!held || !blocksCheckout(held.status)) return "subscribe";
	if (price.priceId === held.priceId) return "current";
	if (price.tierName === held.tierName)
		return price.interval === held.interval ? "current" : "switch";
	return tierRank(catalog, price.tierName) > tierRank(catalog, held.tierName)
		? "upgrade"
		: "downgrade";
}
