// The pricing page's answer: what is on sale, and what this caller can do with it.
import { listPricesOnSale } from "../database/prices.ts";
import { listHeldSubscriptions } from "../database/subscriptions.ts";
import { hasHadTrial } from "../database/trials.ts";
import { getUser } from "../database/users.ts";
import { reduceBilling } from "../domain/billing-state.ts";
import type { CatalogTier, SellablePrice } from "../domain/catalog.ts";
import type { TieredSubscription } from "../domain/subscription.ts";
import { type TierAction, tierAction } from "../domain/tier-action.ts";
import type { Deps } from "./deps.ts";

interface OfferedPrice extends SellablePrice {
	action: TierAction;
	trialDays: number;
}

interface OfferedTier extends Omit<CatalogTier, "prices"> {
	prices: OfferedPrice[];
}

export interface Offer {
	trial: { days: number; open: boolean };
	tiers: OfferedTier[];
}

/** `userId` null for a visitor: to them everything is open, as to a new user. */
export async function listTiers(
	deps: Pick<Deps, "database" | "catalog" | "clock">,
	userId: string | null,
): Promise<Offer> {
	const onSale = await listPricesOnSale(deps.database.queries);
	const caller = userId === null ? visitor : await findCaller(deps, userId);
	const days = deps.catalog.trial.days;
	const offered = (price: SellablePrice): OfferedPrice => {
		const action = tierAction(price, caller.held, deps.catalog);
		return { ...price, action, trialDays: action === "subscribe" && caller.trialOpen ? days : 0 };
	};
	return {
		trial: { days, open: caller.trialOpen },
		tiers: deps.catalog.tiers.map((tier) => ({
			...tier,
			prices: onSale.filter((price) => price.tierName === tier.tierName).map(offered),
		})),
	};
}

interface Caller {
	held: TieredSubscription | null;
	trialOpen: boolean;
}

const visitor: Caller = { held: null, trialOpen: true };

async function findCaller(
	deps: Pick<Deps, "database" | "catalog" | "clock">,
	userId: string,
): Promise<Caller> {
	const { queries } = deps.database;
	const user = await getUser(queries, userId);
	const subscriptions = await listHeldSubscriptions(queries, user.stripeCustomerId);
	// A grant is no subscription: who holds one may still subscribe.
	const held = { subscriptions, grants: [], now: deps.clock.now() };
	const { deciding } = reduceBilling(held, deps.catalog);
	return { held: deciding, trialOpen: !(await hasHadTrial(queries, user)) };
}
