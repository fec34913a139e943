// What a user has, reduced from all subscriptions of the customer and all grants by one total order.
import { type Catalog, tierRank } from "./catalog.ts";
import { type Grant, strongestGrant } from "./grant.ts";
import { isTerminal, type SubscriptionStatus, type TieredSubscription } from "./subscription.ts";

/** All that is held, and when it is looked at: a grant has a beginning and an end. */
export interface Held {
	subscriptions: readonly TieredSubscription[];
	grants: readonly Grant[];
	now: Date;
}

/** The value of `users.subscription_status` and `users.subscription_tier`, and who decided them. */
export interface BillingState {
	status: SubscriptionStatus | null;
	tierName: string | null;
	deciding: TieredSubscription | null;
	grant: Grant | null;
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
 * The strongest subscription decides: one that holds a tier of ours before any other, then by status,
 * tier, the later start, and id.
 * So the end of an old subscription never wipes a newer one, and the order of arrival is without
 * meaning. Its tier is none once nothing is held: ended, or never paid (`incomplete`). A grant of a
 * higher tier raises the tier and leaves Stripe's status word alone.
 */
export function reduceBilling(held: Held, catalog: Catalog): BillingState {
	const [deciding = null] = [...held.subscriptions].sort((a, b) => compare(b, a, catalog));
	const grant = strongestGrant(held.grants, held.now, catalog);
	const bought = deciding && isHeld(deciding) ? deciding.tierName : null;
	const granted = grant?.tierName ?? null;
	const raised = tierRank(catalog, granted) > tierRank(catalog, bought);
	const tierName = raised ? granted : bought;
	return { status: deciding?.status ?? null, tierName, deciding, grant };
}

function isHeld(subscription: TieredSubscription): boolean {
	return !isTerminal(subscription.status) && subscription.status !== "incomplete";
}

// A subscription to something else of the same account must not decide over one to a tier.
function holdsTier(subscription: TieredSubscription): boolean {
	const known = statusOrder.includes(subscription.status);
	return known && isHeld(subscription) && subscription.tierName !== null;
}

function compare(a: TieredSubscription, b: TieredSubscription, catalog: Catalog): number {
	return (
		Number(holdsTier(a)) - Number(holdsTier(b)) ||
		statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status) ||
		tierRank(catalog, a.tierName) - tierRank(catalog, b.tierName) ||
		a.startedAt.getTime() - b.startedAt.getTime() ||
		(a.id < b.id ? -1 : 1)
	);
}
