// A grant begins or ends by the clock alone: the tiers of its holders follow.
import { type GrantHolder, listGrantHolders } from "../database/grant-ends.ts";
import { listGrants } from "../database/grants.ts";
import { confirmLease, type Lease } from "../database/lanes.ts";
import { getUser } from "../database/users.ts";
import { type CustomerView, decideCustomer } from "../domain/decide-customer.ts";
import type { Deps } from "./deps.ts";
import { syncUnderLease } from "./sync-customer.ts";
import { loadCustomers, loadTiers, writeDecisions } from "./sync-state.ts";

type ProjectDeps = Pick<Deps, "database" | "laneLock" | "stripe" | "catalog" | "clock" | "log">;

/** The word of the audit: nobody did anything, time passed. */
const cause = "grant:clock";

const portion = 200;

/** Afterwards no user shows the tier of a grant that is over, or lacks that of one in force. */
export async function projectGrants(
	deps: ProjectDeps,
	options: { signal: AbortSignal },
): Promise<{ projected: number }> {
	const { queries } = deps.database;
	let projected = 0;
	let after = "";
	for (;;) {
		const now = deps.clock.now();
		const holders = await listGrantHolders(queries, { now, after, limit: portion });
		for (const holder of holders) {
			options.signal.throwIfAborted();
			if (await project(deps, holder)) projected++;
		}
		const last = holders.at(-1);
		if (!last || holders.length < portion) return { projected };
		after = last.userId;
	}
}

async function project(deps: ProjectDeps, holder: GrantHolder): Promise<boolean> {
	const before = await viewOf(deps, holder);
	if (!(await decide(deps, before)).userChanges) return false;
	const { customerId, userId } = holder;
	if (customerId === null)
		await deps.laneLock.withLane(lane(userId), (lease) => projectUnlinked(deps, lease, userId));
	else await projectLinked(deps, customerId);
	return true;
}

async function projectLinked(deps: ProjectDeps, customerId: string): Promise<void> {
	await deps.laneLock.withLane(customerId, (lease) =>
		syncUnderLease(deps, lease, { customerId, sights: [], fetchAnyway: false, cause }),
	);
}

// Whoever links a customer holds this lane as well, so a user who is unlinked here stays so meanwhile.
async function projectUnlinked(deps: ProjectDeps, lease: Lease, userId: string): Promise<void> {
	const { stripeCustomerId } = await getUser(deps.database.queries, userId);
	if (stripeCustomerId !== null) return projectLinked(deps, stripeCustomerId);
	const decision = await decide(deps, await viewOf(deps, { userId, customerId: null }));
	await deps.database.transaction(async (tx) => {
		await confirmLease(tx, lease);
		await writeDecisions(deps, tx, [{ decision, cause }]);
	});
}

async function viewOf(deps: ProjectDeps, holder: GrantHolder): Promise<CustomerView> {
	const { queries } = deps.database;
	const { userId, customerId } = holder;
	const [linked] = customerId === null ? [] : await loadCustomers(queries, [customerId]);
	if (linked) return linked;
	const user = await getUser(queries, userId);
	const held = await listGrants(queries, [userId]);
	const grants = held.get(userId) ?? [];
	return { customerId: lane(userId), user, stored: [], grants, attended: new Set() };
}

async function decide(deps: ProjectDeps, view: CustomerView) {
	const ofPrice = await loadTiers(deps.database.queries, view.stored);
	const rules = { catalog: deps.catalog, ofPrice, now: deps.clock.now() };
	const { decision } = decideCustomer(view, { sights: [], fetched: null }, rules);
	if (!decision) throw new Error("one stored state each, and still a contradiction");
	return decision;
}

function lane(userId: string): string {
	return `user:${userId}`;
}
