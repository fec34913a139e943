// What a user has, reduced from all subscriptions of the customer by one total order.
import { type Catalog, tierRank } from "./catalog.ts";
import { isTerminal, type SubscriptionStatus, type TieredSubscription } from "./subscription.ts";

/** The value of `users.subscription_status` and `users.subscription_tier`, and who decided it. */
export interface BillingState {
	status: SubscriptionStatus | null;
	tierName: string | null;
	deciding: TieredSubscription | null;
}

// From the weakest claim to the strongest. A word that Stripe adds later ranks below them all.
const statusOrder = [
	"incomplete_expired",
	"canceled",
	"incomplete",
	"paused",
	"unpaid",
	"past_due",
	"trialing",
	"active",
];

/**
 * The strongest subscription decides: by status, then tier, then the later start, then id.
 * So the end of an old subscription never wipes a newer one, and the order of arrival is without
 * meaning. The tier is null once nothing is held: ended, or never paid (`incomplete`).
 */
export function reduceBilling(
	subscriptions: readonly TieredSubscription[],
	catalog: Catalog,
): BillingState {
	const [deciding] = [...subscriptions].sort((a, b) => compare(b, a, catalog));
	if (!deciding) return { status: null, tierName: null, deciding: null };
	const held = !isTerminal(deciding.status) && deciding.status !== "incomplete";
	return { status: deciding.status, tierName: held ? deciding.tierName : null, deciding };
}

function compare(a: TieredSubscription, b: TieredSubscription, catalog: Catalog): number {
	return (
		statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status) ||
		tierRank(catalog, a.tierName) - tierRank(catalog, b.tierName) ||
		a.startedAt.getTime() - b.startedAt.getTime() ||
		(a.id < b.id ? -1 : 1)
	);
}
