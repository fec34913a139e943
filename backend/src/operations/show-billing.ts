// What a user has: the stored state, and the access that follows from it now.
import { listGrants } from "../database/grants.ts";
import { listHeldSubscriptions } from "../database/subscriptions.ts";
import { getUser } from "../database/users.ts";
import { type Access, accessOf } from "../domain/access.ts";
import { reduceBilling } from "../domain/billing-state.ts";
import type { TieredSubscription } from "../domain/subscription.ts";
import type { User } from "../domain/user.ts";
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
	const { queries } = deps.database;
	const user = await getUser(queries, userId);
	const subscriptions = await listHeldSubscriptions(queries, user.stripeCustomerId);
	const grants = (await listGrants(queries, [userId])).get(userId) ?? [];
	const now = deps.clock.now();
	const billing = reduceBilling({ subscriptions, grants, now }, deps.catalog);
	return { user, access: accessOf(billing, deps.catalog, now), subscription: billing.deciding };
}
