// All that we hold is compared with all that Stripe has: what no event ever told is found here.
import { markLanesToFetch } from "../database/lanes.ts";
import {
	countSubscribers,
	countSubscriptions,
	type LiveSubscription,
	listLiveSubscriptions,
} from "../database/live-subscriptions.ts";
import { accessOf } from "../domain/access.ts";
import { reduceBilling } from "../domain/billing-state.ts";
import { type CustomerView, decideCustomer } from "../domain/decide-customer.ts";
import type { Observation } from "../domain/observation.ts";
import { takesTooMany } from "../domain/revocation-cap.ts";
import type { Tiers } from "../domain/tiering.ts";
import { listAllSubscriptions } from "../stripe/all-subscriptions.ts";
import { fetchSubscription } from "../stripe/subscriptions.ts";
import type { Deps } from "./deps.ts";
import { loadCustomers, loadTiers } from "./sync-state.ts";

/** `force` lets a pass take access from any number of users: for whoever has seen that it is right. */
export interface ReconcileOptions {
	force: boolean;
	signal: AbortSignal;
	/** Subscriptions looked at; `expected` is how many we hold, since Stripe does not say how many it has. */
	onProgress?: (progress: { done: number; expected: number }) => void;
}

/**
 * `listed`: subscriptions at Stripe. `different`: customers whose state is not what is stored. `missing`:
 * live ones of ours that Stripe does not show. `losing`: users who would lose access, of `withAccess`.
 * `stopped`: they were too many, so nothing was changed.
 */
export interface Reconciled {
	listed: number;
	different: number;
	missing: number;
	losing: number;
	withAccess: number;
	stopped: boolean;
}

type ReconcileDeps = Pick<Deps, "database" | "stripe" | "catalog" | "clock" | "log" | "onWork">;

/** What the walk found: ids alone, so that its size stays bounded. */
interface Findings {
	listed: number;
	/** Our own live subscriptions that the list has. */
	seen: Set<string>;
	/** Customers to be fetched. */
	different: Set<string>;
	losing: number;
	/** Stripe's second at which the walk began; null when the list is empty. */
	startedAt: number | null;
}

const portion = 500;

/** So many that Stripe does not know say enough: the rest need not be asked about. */
const askedMax = 100;

/**
 * Afterwards every customer whose state differs is marked to be fetched, under its own lock and by the
 * same join as everything else. Nothing is inferred from what a list lacks: such subscriptions are
 * asked about one by one. Throws when a page cannot be read: nothing is changed then.
 */
export async function reconcile(
	deps: ReconcileDeps,
	options: ReconcileOptions,
): Promise<Reconciled> {
	const found = await compareAll(deps, options);
	const missing = await findMissing(deps, found, options.signal);
	const withAccess = await countSubscribers(deps.database.queries);
	const losing = found.losing + missing.losing;
	const stopped = !options.force && takesTooMany({ losing, withAccess });
	const different = found.different.size;
	const reconciled = {
		listed: found.listed,
		different,
		missing: missing.count,
		losing,
		withAccess,
	};
	if (stopped) deps.log.error(reconciled, "reconciling would revoke too much and was stopped");
	else await markAll(deps, [...found.different, ...missing.customers]);
	return { ...reconciled, stopped };
}

async function compareAll(deps: ReconcileDeps, options: ReconcileOptions): Promise<Findings> {
	const expected = await countSubscriptions(deps.database.queries);
	const found: Findings = {
		listed: 0,
		seen: new Set(),
		different: new Set(),
		losing: 0,
		startedAt: null,
	};
	for await (const page of listAllSubscriptions(deps.stripe, deps.clock)) {
		options.signal.throwIfAborted();
		found.startedAt ??= page[0]?.lo ?? null;
		found.listed += page.length;
		await comparePage(deps, page, found);
		options.onProgress?.({ done: found.listed, expected });
	}
	return found;
}

async function comparePage(
	deps: ReconcileDeps,
	page: readonly Observation[],
	found: Findings,
): Promise<void> {
	const byCustomer = Map.groupBy(page, ({ subscription }) => subscription.customerId);
	const views = await loadCustomers(deps.database.queries, [...byCustomer.keys()]);
	const all = [...page, ...views.flatMap((view) => view.stored)];
	const ofPrice = await loadTiers(deps.database.queries, all);
	const rules = { catalog: deps.catalog, ofPrice, now: deps.clock.now() };
	const listed = new Set(page.map(({ subscription }) => subscription.id));
	for (const view of views) {
		for (const { subscription } of view.stored)
			if (listed.has(subscription.id)) found.seen.add(subscription.id);
		const verdict = compare(view, byCustomer.get(view.customerId) ?? [], rules);
		if (verdict === "same") continue;
		// A customer whose subscriptions lie on two pages counts once.
		if (verdict === "loses" && !found.different.has(view.customerId)) found.losing++;
		found.different.add(view.customerId);
	}
}

type Rules = Tiers & { now: Date };

function compare(
	view: CustomerView,
	sights: readonly Observation[],
	rules: Rules,
): "same" | "differs" | "loses" {
	const { decision } = decideCustomer(view, { sights, fetched: null }, rules);
	// Contradicting sights: only Stripe's answer for this customer can tell.
	if (!decision) return "differs";
	if (!decision.visible) return "same";
	const after = accessOf(decision.billing, rules.catalog, rules.now);
	return hasAccess(view, rules) && after === "blocked" ? "loses" : "differs";
}

function hasAccess(view: CustomerView, { catalog, now }: Rules | Omit<Rules, "ofPrice">): boolean {
	if (!view.user) return false;
	const subscriptions = view.stored.map((observation) => observation.subscription);
	const held = { subscriptions, grants: view.grants, now };
	return accessOf(reduceBilling(held, catalog), catalog, now) !== "blocked";
}

// Live here and not in the list: on a test clock, made in another account, or gone. Asked by its id, one that
// Stripe shows is compared like any other; the rest count as access that would be lost.
async function findMissing(deps: ReconcileDeps, found: Findings, signal: AbortSignal) {
	const { queries } = deps.database;
	const missing = { count: 0, losing: 0, customers: [] as string[] };
	let after = "";
	for (;;) {
		const page = await listLiveSubscriptions(queries, { after, limit: portion });
		// Seen since the walk began: it may be younger than the page it would stand on.
		const lacking = page.filter(
			({ id, seenAt }) =>
				!found.seen.has(id) && (found.startedAt === null || seenAt < found.startedAt),
		);
		for (const one of lacking) {
			signal.throwIfAborted();
			if (missing.count < askedMax && (await isKnown(deps, one, found))) continue;
			missing.count++;
			missing.customers.push(one.customerId);
		}
		const last = page.at(-1);
		if (!last || page.length < portion) break;
		after = last.id;
	}
	const uncounted = missing.customers.filter((id) => !found.different.has(id));
	missing.losing = await countWithAccess(deps, [...new Set(uncounted)]);
	return missing;
}

async function isKnown(
	deps: ReconcileDeps,
	one: LiveSubscription,
	found: Findings,
): Promise<boolean> {
	const seen = await fetchSubscription(deps.stripe, one.id, deps.clock);
	if (seen) await comparePage(deps, [seen], found);
	return seen !== null;
}

async function countWithAccess(deps: ReconcileDeps, all: readonly string[]): Promise<number> {
	const rules = { catalog: deps.catalog, now: deps.clock.now() };
	let count = 0;
	for (let at = 0; at < all.length; at += portion) {
		const views = await loadCustomers(deps.database.queries, all.slice(at, at + portion));
		count += views.filter((view) => hasAccess(view, rules)).length;
	}
	return count;
}

async function markAll(deps: ReconcileDeps, customers: readonly string[]): Promise<void> {
	const sorted = [...new Set(customers)].sort();
	for (let at = 0; at < sorted.length; at += portion) {
		const some = sorted.slice(at, at + portion);
		await deps.database.transaction((tx) => markLanesToFetch(tx, some, "reconcile"));
	}
	if (sorted.length > 0) deps.onWork();
}
