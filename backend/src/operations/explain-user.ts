// Why somebody has what they have: the whole chain, from the user to the access of this moment.
import {
	type AuditRow,
	type EventLine,
	listAudit,
	listEventLines,
} from "../database/dead-letters.ts";
import { type FoundUser, findUsers } from "../database/find-users.ts";
import { listGrants } from "../database/grants.ts";
import { findTiersOfPrices } from "../database/prices.ts";
import { listCustomerSubscriptions } from "../database/subscriptions.ts";
import { type AccessReason, explainAccess } from "../domain/access-reason.ts";
import { type BillingState, reduceBilling } from "../domain/billing-state.ts";
import type { TieredObservation } from "../domain/decide-customer.ts";
import { type Grant, isInForce } from "../domain/grant.ts";
import type { Deps } from "./deps.ts";

/** `billing` is reduced anew from what is stored: that `user` says the same is what one wants to see. */
export interface Explanation {
	user: FoundUser;
	subscriptions: TieredObservation[];
	/** Price id to tier name, as known now. */
	tierOfPrice: Map<string, string>;
	grants: (Grant & { inForce: boolean })[];
	billing: BillingState;
	access: AccessReason;
	/** The newest first, at most ten. */
	audit: AuditRow[];
	/** The newest first, at most twenty. */
	events: EventLine[];
	now: Date;
}

/** `word`: an id, a subject, an e-mail or a customer. One explanation for each user it fits. */
export async function explainUser(
	deps: Pick<Deps, "database" | "catalog" | "clock">,
	word: string,
): Promise<Explanation[]> {
	const found = await findUsers(deps.database.queries, word);
	const explained: Explanation[] = [];
	for (const user of found) explained.push(await explain(deps, user));
	return explained;
}

async function explain(
	deps: Pick<Deps, "database" | "catalog" | "clock">,
	user: FoundUser,
): Promise<Explanation> {
	const { queries } = deps.database;
	const now = deps.clock.now();
	const customers = user.customerId === null ? [] : [user.customerId];
	const subscriptions = await listCustomerSubscriptions(queries, customers);
	const items = subscriptions.flatMap(({ subscription }) => subscription.items);
	const prices = items.flatMap((item) => item.priceId ?? []);
	const grants = (await listGrants(queries, [user.id])).get(user.id) ?? [];
	const held = { subscriptions: subscriptions.map((x) => x.subscription), grants, now };
	const billing = reduceBilling(held, deps.catalog);
	const audit = await listAudit(queries, user.id, 10);
	const eventIds = audit.flatMap(({ cause }) =>
		cause.startsWith("events:") ? cause.slice("events:".length).split(",") : [],
	);
	const wanted = { customerId: user.customerId ?? "", eventIds, limit: 20 };
	return {
		user,
		subscriptions,
		tierOfPrice: await findTiersOfPrices(queries, prices),
		grants: grants.map((grant) => ({ ...grant, inForce: isInForce(grant, now) })),
		billing,
		access: explainAccess(billing, deps.catalog, now),
		audit,
		events: await listEventLines(queries, wanted),
		now,
	};
}
