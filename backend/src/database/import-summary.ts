// What came of a backfill, counted in the tables themselves.
import { and, asc, count, eq, isNull, ne, notInArray, sql } from "drizzle-orm";
import type { ClaimVerdict } from "../domain/customer-claim.ts";
import { subscriptions } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { users } from "./identity-tables.ts";
import { importedCustomers } from "./import-tables.ts";

export interface UnlinkedCustomer {
	customerId: string;
	reason: ClaimVerdict;
	claimedUserId: string | null;
	subscriptions: number;
}

export async function countByVerdict(queries: Queries): Promise<Map<ClaimVerdict, number>> {
	const { verdict } = importedCustomers;
	const rows = await queries
		.select({ verdict, count: count() })
		.from(importedCustomers)
		.groupBy(verdict);
	return new Map(rows.flatMap((row) => (row.verdict ? [[row.verdict, row.count]] : [])));
}

export function countUndecided(queries: Queries): Promise<number> {
	return queries.$count(importedCustomers, isNull(importedCustomers.verdict));
}

/** Every customer that was not linked as it says, and how many subscriptions are parked under it. */
export async function listUnlinked(queries: Queries): Promise<UnlinkedCustomer[]> {
	const { customerId, claimedUserId, verdict } = importedCustomers;
	const rows = await queries
		.select({ customerId, claimedUserId, reason: verdict, subscriptions: count(subscriptions.id) })
		.from(importedCustomers)
		.leftJoin(subscriptions, eq(subscriptions.customerId, customerId))
		.where(ne(verdict, "linked"))
		.groupBy(customerId)
		.orderBy(asc(verdict), asc(customerId));
	return rows.flatMap(({ reason, ...row }) => (reason ? [{ ...row, reason }] : []));
}

export async function countSubscriptionsByLink(
	queries: Queries,
): Promise<{ linked: number; parked: number }> {
	const [row] = await queries
		.select({ all: count(), linked: sql<number>`count(${users.id})::int` })
		.from(subscriptions)
		.leftJoin(users, sql`${users.stripeCustomerId} = ${subscriptions.customerId}`);
	const { all = 0, linked = 0 } = row ?? {};
	return { linked, parked: all - linked };
}

/** Live subscriptions to prices that stand for no tier of the catalogue, by price. */
export async function listUnknownPrices(
	queries: Queries,
): Promise<{ priceId: string | null; subscriptions: number }[]> {
	const { priceId, status, tierName } = subscriptions;
	return queries
		.select({ priceId, subscriptions: count() })
		.from(subscriptions)
		.where(and(notInArray(status, ["canceled", "incomplete_expired"]), isNull(tierName)))
		.groupBy(priceId)
		.orderBy(asc(priceId));
}

/** Users with more than one live subscription. */
export async function countUsersWithSeveral(queries: Queries): Promise<number> {
	const several = queries
		.select({ id: users.id })
		.from(users)
		.innerJoin(subscriptions, sql`${users.stripeCustomerId} = ${subscriptions.customerId}`)
		.where(notInArray(subscriptions.status, ["canceled", "incomplete_expired"]))
		.groupBy(users.id)
		.having(sql`count(*) > 1`)
		.as("several");
	const [row] = await queries.select({ count: count() }).from(several);
	return row?.count ?? 0;
}
