// What a backfill writes: pages of subscriptions under their customers, and customers under their users.

import { linkCustomer } from "../database/customer-links.ts";
import type { Queries } from "../database/database.ts";
import {
	findNamedUsers,
	listUndecided,
	listWaitingClaims,
	pardon,
	saveVerdicts,
} from "../database/imported-customers.ts";
import { lockLanes } from "../database/lane-batches.ts";
import { markLanesToFetch } from "../database/lanes.ts";
import { findUsersByCustomers } from "../database/users.ts";
import { type ClaimDecision, decideClaims, strongestClaim } from "../domain/customer-claim.ts";
import { type CustomerView, decideCustomer } from "../domain/decide-customer.ts";
import type { Observation } from "../domain/observation.ts";
import { isTerminal } from "../domain/subscription.ts";
import type { Deps } from "./deps.ts";
import { loadCustomers, loadTiers, writeDecisions } from "./sync-state.ts";

type ImportDeps = Pick<Deps, "database" | "catalog" | "clock" | "log">;

const cause = "fetch:backfill";
const why = "backfill";

/** How many customers are linked in one transaction. */
const portion = 100;

/**
 * Joins one page of Stripe's list into what is stored. Whoever is being written by somebody else at this
 * moment, or contradicts what is stored, is marked to be fetched instead.
 */
export async function importSubscriptions(
	deps: ImportDeps,
	tx: Queries,
	page: readonly Observation[],
): Promise<void> {
	const byCustomer = Map.groupBy(page, ({ subscription }) => subscription.customerId);
	const free = await lockLanes(tx, byCustomer.keys());
	const views = await loadCustomers(tx, [...free].sort());
	const fresh = liveAndNew(page, views);
	const pardoned = views.map((view) => ({
		...view,
		attended: new Set([
			...view.attended,
			...fresh.flatMap((id) => [`trial:${id}`, `duplicate:${id}`]),
		]),
	}));
	const tied = await write(deps, tx, pardoned, byCustomer);
	await pardon(tx, fresh);
	const held = [...byCustomer.keys()].filter((customerId) => !free.has(customerId));
	await markLanesToFetch(tx, [...held, ...tied], why);
}

function liveAndNew(page: readonly Observation[], views: readonly CustomerView[]): string[] {
	const stored = new Set(views.flatMap((view) => view.stored.map((x) => x.subscription.id)));
	const fresh = page.filter(({ subscription: { id, status } }) => {
		return !stored.has(id) && !isTerminal(status);
	});
	return fresh.map(({ subscription }) => subscription.id);
}

// Answers whose sights contradict each other.
async function write(
	deps: ImportDeps,
	tx: Queries,
	views: readonly CustomerView[],
	sights: ReadonlyMap<string, readonly Observation[]>,
): Promise<string[]> {
	const all = views.flatMap((view) => [...view.stored, ...(sights.get(view.customerId) ?? [])]);
	const ofPrice = await loadTiers(tx, all);
	const rules = { catalog: deps.catalog, ofPrice, now: deps.clock.now() };
	const decided = views.map((view) => {
		const seen = { sights: sights.get(view.customerId) ?? [], fetched: null };
		return { view, decision: decideCustomer(view, seen, rules).decision };
	});
	await writeDecisions(
		{ clock: deps.clock, log: silent },
		tx,
		decided.flatMap(({ decision }) => (decision ? [{ decision, cause }] : [])),
	);
	return decided.flatMap(({ view, decision }) => (decision ? [] : view.customerId));
}

// Thousands of customers without a user are no news here: the summary tells of them.
const silent = { info() {}, warn() {}, error() {} };

/**
 * Decides some of the claims that are left, links those that win and has their users show what was
 * parked, all in one transaction. Answers how many claims were decided; 0 when none is left.
 */
export async function importLinks(deps: ImportDeps): Promise<number> {
	return deps.database.transaction(async (tx) => {
		const claims = await listUndecided(tx, portion);
		if (claims.length === 0) return 0;
		const ids = claims.map((claim) => claim.customerId);
		const free = await lockLanes(tx, ids);
		const owners = await findUsersByCustomers(tx, ids);
		const words = claims.flatMap((claim) => claim.claimedUserId ?? []);
		const named = await findNamedUsers(tx, words);
		const views = new Map((await loadCustomers(tx, ids)).map((view) => [view.customerId, view]));
		const cases = claims.map((claim) => ({
			...claim,
			ownerId: owners.get(claim.customerId)?.id ?? null,
			named: named.get(claim.claimedUserId ?? "") ?? null,
			subscriptions: subscriptionsOf(views.get(claim.customerId)),
		}));
		const decided = await link(tx, decideClaims(cases, deps.catalog));
		await saveVerdicts(tx, decided);
		alertMismatches(deps, decided, cases);
		const linked = decided.filter((one) => one.linkTo !== null).map((one) => one.customerId);
		const ours = linked.filter((customerId) => free.has(customerId)).sort();
		const tied = await write(deps, tx, await loadCustomers(tx, ours), new Map());
		const held = linked.filter((customerId) => !free.has(customerId));
		await markLanesToFetch(tx, [...held, ...tied], why);
		return claims.length;
	});
}

function subscriptionsOf(view: CustomerView | undefined) {
	return (view?.stored ?? []).map((observation) => observation.subscription);
}

// Somebody may have linked the user to another customer a moment ago: that link wins.
async function link(tx: Queries, decided: readonly ClaimDecision[]): Promise<ClaimDecision[]> {
	const done: ClaimDecision[] = [];
	for (const one of decided) {
		const held = one.linkTo === null ? null : await linkCustomer(tx, one.linkTo, one.customerId);
		const lost = held !== null && held !== one.customerId;
		done.push(lost ? { ...one, verdict: "user_has_another", linkTo: null } : one);
	}
	return done;
}

function alertMismatches(
	deps: ImportDeps,
	decided: readonly ClaimDecision[],
	cases: readonly { customerId: string; ownerId: string | null; claimedUserId: string | null }[],
): void {
	for (const { customerId, verdict } of decided) {
		if (verdict !== "customer_is_anothers") continue;
		const found = cases.find((one) => one.customerId === customerId);
		deps.log.error(
			{
				customer_id: customerId,
				user_id: found?.ownerId,
				named_user_id: found?.claimedUserId,
			},
			"a customer names another user than the one it is linked to: the link stays",
		);
	}
}

/**
 * Links a user who came after the backfill to the customer that has been waiting, and has Stripe asked
 * about it at once. Answers the customer; null when none is waiting, which is the usual case.
 */
export async function adoptWaiting(
	deps: Pick<Deps, "database" | "catalog">,
	userId: string,
): Promise<string | null> {
	const waiting = await listWaitingClaims(deps.database.queries, userId);
	if (waiting.length === 0) return null;
	return deps.database.transaction(async (tx) => {
		const ids = waiting.map((claim) => claim.customerId);
		await lockLanes(tx, ids);
		const views = new Map((await loadCustomers(tx, ids)).map((view) => [view.customerId, view]));
		const rivals = waiting
			.filter((claim) => !views.get(claim.customerId)?.user)
			.map((claim) => ({ ...claim, subscriptions: subscriptionsOf(views.get(claim.customerId)) }));
		if (rivals.length === 0) return null;
		const held = await linkCustomer(tx, userId, strongestClaim(rivals, deps.catalog));
		await saveVerdicts(
			tx,
			rivals.map(({ customerId }) => ({
				customerId,
				verdict: customerId === held ? ("linked" as const) : ("user_has_another" as const),
			})),
		);
		await markLanesToFetch(tx, [held], "link");
		return held;
	});
}
