// Two subscriptions where one was meant: which one stays.

import { reduceBilling } from "./billing-state.ts";
import type { Catalog } from "./catalog.ts";
import { isTerminal, type TieredSubscription } from "./subscription.ts";

export interface Duplicates {
	kept: TieredSubscription;
	/** Live subscriptions to a tier beside the kept one. */
	surplus: TieredSubscription[];
}

/**
 * The subscription that decides the user's state is kept, so that resolving a duplicate never changes
 * what the user has. Subscriptions without a tier of ours are somebody else's business. Null when
 * there is no surplus.
 */
export function findDuplicates(
	subscriptions: readonly TieredSubscription[],
	catalog: Catalog,
): Duplicates | null {
	const live = subscriptions.filter((x) => x.tierName !== null && !isTerminal(x.status));
	const { deciding: kept } = reduceBilling(
		{ subscriptions: live, grants: [], now: new Date(0) },
		catalog,
	);
	// Not paid yet: nothing is held, and what is kept must not be something that may never be paid.
	if (!kept || kept.status === "incomplete" || live.length < 2) return null;
	return { kept, surplus: live.filter((x) => x.id !== kept.id) };
}
