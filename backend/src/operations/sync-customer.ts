// The one way by which a customer's billing state is written: merge, save, project, leave a trace.
import type { Queries } from "../database/database.ts";
import { confirmLease, type Lease } from "../database/lanes.ts";
import { findTiersOfPrices } from "../database/prices.ts";
import {
	listCustomerSubscriptions,
	type StoredObservation,
	saveSubscription,
} from "../database/subscriptions.ts";
import { recordTrial } from "../database/trials.ts";
import { findUserByCustomer, saveBillingState, type User } from "../database/users.ts";
import { reduceBilling } from "../domain/billing-state.ts";
import type { Observation } from "../domain/observation.ts";
import { settle } from "../domain/settle.ts";
import { sameSubscription, type TieredSubscription } from "../domain/subscription.ts";
import { fetchCustomerSubscriptions } from "../stripe/subscriptions.ts";
import type { Deps } from "./deps.ts";

type SyncDeps = Pick<Deps, "database" | "laneLock" | "stripe" | "catalog" | "clock" | "log">;

/** What is to become true: sights from events, whether to fetch anyway, and the reason for the audit. */
export interface SyncOrder {
	customerId: string;
	sights: readonly Observation[];
	fetchAnyway: boolean;
	/** `events:evt_…` or `fetch:<why>`. */
	cause: string;
	/** Written in the same transaction: such as the events that are done by it. */
	alongside?: (tx: Queries, outcome: "folded" | "fetched") => Promise<void>;
}

/** Fetches the customer's subscriptions from Stripe under the customer's lock and makes them ours. */
export function syncCustomer(
	deps: SyncDeps,
	customerId: string,
	cause: string,
): Promise<TieredSubscription[]> {
	return deps.laneLock.withLane(customerId, (lease) =>
		syncUnderLease(deps, lease, { customerId, sights: [], fetchAnyway: true, cause }),
	);
}

/**
 * The same for a caller that holds the customer's lease: only the holder writes, so what is read here
 * is still true when it is saved. Stripe is asked when told to, or when the sights contradict each
 * other. Returns all the customer's subscriptions as they are now stored.
 */
export async function syncUnderLease(
	deps: SyncDeps,
	lease: Lease,
	order: SyncOrder,
): Promise<TieredSubscription[]> {
	const stored = await listCustomerSubscriptions(deps.database.queries, order.customerId);
	const seen = [...stored, ...order.sights];
	const folded = settle(seen, null);
	const mustFetch = order.fetchAnyway || folded.tied.length > 0;
	const settled = mustFetch
		? await settleByFetch(deps, order.customerId, { seen, tied: folded.tied })
		: folded.settled;
	const state = await withTiers(deps, settled, stored);
	await deps.database.transaction(async (tx) => {
		await confirmLease(tx, lease);
		for (const observation of state) await saveIfNew(tx, observation, stored);
		await project(deps, tx, { state, order });
		await order.alongside?.(tx, mustFetch ? "fetched" : "folded");
	});
	return state.map((observation) => observation.subscription);
}

async function settleByFetch(
	deps: SyncDeps,
	customerId: string,
	{ seen, tied }: { seen: readonly Observation[]; tied: readonly string[] },
): Promise<Observation[]> {
	const wanted = { customerId, ids: tied };
	const fetched = await fetchCustomerSubscriptions(deps.stripe, wanted, deps.clock);
	const settlement = settle(seen, fetched);
	// Not to be guessed, and not to be dropped: dropping it would take the access it grants.
	if (settlement.tied.length > 0)
		throw new Error(`Stripe does not know ${settlement.tied.join(", ")}, whose events disagree`);
	return settlement.settled;
}

// The tier follows the price. An unknown price keeps the tier held before: unknown is not "no".
async function withTiers(
	deps: SyncDeps,
	settled: readonly Observation[],
	stored: readonly StoredObservation[],
): Promise<StoredObservation[]> {
	const priceIds = settled.flatMap(({ subscription }) => subscription.priceId ?? []);
	const tiers = await findTiersOfPrices(deps.database.queries, priceIds);
	return settled.map(({ subscription, lo, hi }) => {
		const before = stored.find((x) => x.subscription.id === subscription.id)?.subscription;
		const known = tiers.get(subscription.priceId ?? "");
		if (known === undefined)
			deps.log.warn(
				{ subscription_id: subscription.id, price_id: subscription.priceId },
				"unknown price: the tier held before is kept",
			);
		const tierName = known ?? before?.tierName ?? null;
		return { subscription: { ...subscription, tierName }, lo, hi };
	});
}

async function saveIfNew(
	tx: Queries,
	observation: StoredObservation,
	stored: readonly StoredObservation[],
): Promise<void> {
	const before = stored.find((x) => x.subscription.id === observation.subscription.id);
	const unchanged =
		before !== undefined &&
		before.lo === observation.lo &&
		before.hi === observation.hi &&
		before.subscription.tierName === observation.subscription.tierName &&
		sameSubscription(before.subscription, observation.subscription);
	if (!unchanged) await saveSubscription(tx, observation);
}

async function project(
	deps: SyncDeps,
	tx: Queries,
	from: { state: readonly StoredObservation[]; order: SyncOrder },
): Promise<void> {
	const user = await findUserByCustomer(tx, from.order.customerId);
	if (!user) {
		// Kept under the customer, so that a link made later finds it.
		deps.log.warn({ customer_id: from.order.customerId }, "no user is linked to this customer");
		return;
	}
	const subscriptions = from.state.map((observation) => observation.subscription);
	await rememberTrial(tx, user, subscriptions);
	const billing = reduceBilling(subscriptions, deps.catalog);
	await saveBillingState(tx, user, {
		status: billing.status,
		tierName: billing.tierName,
		subscriptionId: billing.deciding?.id ?? null,
		cause: from.order.cause,
	});
}

async function rememberTrial(
	tx: Queries,
	user: User,
	subscriptions: readonly TieredSubscription[],
): Promise<void> {
	const [first] = subscriptions
		.flatMap(({ id, trialStartsAt }) => (trialStartsAt ? [{ id, trialStartsAt }] : []))
		.sort((a, b) => a.trialStartsAt.getTime() - b.trialStartsAt.getTime());
	if (first)
		await recordTrial(tx, {
			userId: user.id,
			subscriptionId: first.id,
			startedAt: first.trialStartsAt,
		});
}
