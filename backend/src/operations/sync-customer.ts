// One customer made true, with Stripe's own answer where the sights are not enough.
import type { Queries } from "../database/database.ts";
import { confirmLease, type Lease } from "../database/lanes.ts";
import {
	type CustomerDecision,
	type CustomerView,
	decideCustomer,
} from "../domain/decide-customer.ts";
import type { InvoiceNotice } from "../domain/notice.ts";
import type { Observation } from "../domain/observation.ts";
import { isTerminal, type TieredSubscription } from "../domain/subscription.ts";
import { fetchCustomerSubscriptions } from "../stripe/subscriptions.ts";
import type { Deps } from "./deps.ts";
import { loadCustomers, loadTiers, writeDecisions } from "./sync-state.ts";

type SyncDeps = Pick<
	Deps,
	"database" | "laneLock" | "stripe" | "catalog" | "clock" | "log" | "trace"
>;

/** What is to become true: sights from events, whether to fetch anyway, and the reason for the audit. */
export interface SyncOrder {
	customerId: string;
	sights: readonly Observation[];
	/** What the events tell of invoices: for mails alone. */
	notices?: readonly InvoiceNotice[];
	fetchAnyway: boolean;
	/** `events:evt_…` or `fetch:<why>`. */
	cause: string;
	/** Written in the same transaction: such as the events that are done by it. */
	alongside?: (tx: Queries, outcome: "folded" | "fetched") => Promise<void>;
}

/** Fetches the customer's subscriptions from Stripe under the customer's lock and makes them ours. */
export async function syncCustomer(
	deps: SyncDeps,
	customerId: string,
	cause: string,
): Promise<TieredSubscription[]> {
	const order = { customerId, sights: [], fetchAnyway: true, cause };
	const { state } = await deps.laneLock.withLane(customerId, (lease) =>
		syncUnderLease(deps, lease, order),
	);
	return state.map((observation) => observation.subscription);
}

/**
 * The same for a caller that holds the customer's lease: only the holder writes, so what is read here
 * is still true when it is saved. Stripe is asked when told to, or when the sights contradict each
 * other. Returns what was decided, and is now stored.
 */
export async function syncUnderLease(
	deps: SyncDeps,
	lease: Lease,
	order: SyncOrder,
): Promise<CustomerDecision> {
	const [view] = await loadCustomers(deps.database.queries, [order.customerId]);
	if (!view) throw new Error("a customer was asked for and not answered");
	const folded = order.fetchAnyway ? null : await decide(deps, view, { ...order, fetched: null });
	const decision = folded?.decision ?? (await decideByFetch(deps, view, order, folded?.tied ?? []));
	await deps.database.transaction(async (tx) => {
		await confirmLease(tx, lease);
		const { cause, notices = [] } = order;
		await writeDecisions(deps, tx, [{ decision, cause, notices }]);
		await order.alongside?.(tx, folded?.decision ? "folded" : "fetched");
	});
	return decision;
}

async function decideByFetch(
	deps: SyncDeps,
	view: CustomerView,
	order: SyncOrder,
	tied: readonly string[],
): Promise<CustomerDecision> {
	// By their ids too: Stripe's list of a deleted customer is empty, and its subscriptions have ended.
	const live = view.stored.filter(({ subscription }) => !isTerminal(subscription.status));
	const ids = [...new Set([...tied, ...live.map(({ subscription }) => subscription.id)])];
	const wanted = { customerId: order.customerId, ids };
	const fetched = await fetchCustomerSubscriptions(deps.stripe, wanted, deps.clock);
	const decided = await decide(deps, view, { sights: order.sights, fetched });
	// Not to be guessed, and not to be dropped: dropping it would take the access it grants.
	if (!decided.decision)
		throw new Error(`Stripe does not know ${decided.tied.join(", ")}, whose events disagree`);
	return decided.decision;
}

async function decide(
	deps: SyncDeps,
	view: CustomerView,
	seen: { sights: readonly Observation[]; fetched: readonly Observation[] | null },
) {
	const all = [...view.stored, ...seen.sights, ...(seen.fetched ?? [])];
	const ofPrice = await loadTiers(deps.database.queries, all);
	return decideCustomer(view, seen, { catalog: deps.catalog, ofPrice, now: deps.clock.now() });
}
