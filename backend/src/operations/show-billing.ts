// What a user has: the stored state, and the access that follows from it now.
import { listHeldSubscriptions } from "../database/subscriptions.ts";
import { getUser, type User } from "../database/users.ts";
import { type Access, accessOf } from "../domain/access.ts";
import { reduceBilling } from "../domain/billing-state.ts";
import type { TieredSubscription } from "../domain/subscription.ts";
import type { Deps } from "./deps.ts";

export interface Billing {
	user: User;
	access: Access;
	/** The subscription that decides; an ended one too, so that a page can say when it ended. */
	subscription: TieredSubscription | null;
}

export async function showBilling(
	deps: Pick<Deps, "database" | "catalog" | "clock">,
	userId: string,
): Promise<Billing> {
	const user = await getUser(deps.database.queries, userId);
	const held = await listHeldSubscriptions(deps.database.queries, user.stripeCustomerId);
	const { deciding } = reduceBilling(held, deps.catalog);
	const access = accessOf(deciding, deps.catalog.graceDays, deps.clock.now());
	return { user, access, subscription: deciding };
}
