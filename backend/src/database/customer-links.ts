// Which Stripe customer stands for which user: made once, and made anew only when Stripe lost it.
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database, Queries } from "./database.ts";
import { users } from "./identity-tables.ts";
import { formerCustomers } from "./person-tables.ts";

/** Links user and customer for good: an existing link is never overwritten. Returns the link held. */
export async function linkCustomer(
	queries: Queries,
	userId: string,
	customerId: string,
): Promise<string> {
	const [linked] = await queries
		.update(users)
		.set({
			stripeCustomerId: sql`coalesce(${users.stripeCustomerId}, ${customerId})`,
			customerAskedAt: null,
			updatedAt: sql`now()`,
		})
		.where(eq(users.id, userId))
		.returning({ customerId: users.stripeCustomerId });
	if (!linked?.customerId) throw new Error("the customer link was not stored");
	return linked.customerId;
}

/**
 * Remembers that a customer is about to be made for the user. Answers since when that is tried, and how
 * many customers the user had before: together they are the idempotency key's foundation.
 */
export async function noteCustomerAsked(
	queries: Queries,
	userId: string,
	now: Date,
): Promise<{ since: Date; before: number }> {
	await queries
		.update(users)
		.set({ customerAskedAt: now })
		.where(and(eq(users.id, userId), isNull(users.customerAskedAt)));
	const [user] = await queries
		.select({ since: users.customerAskedAt })
		.from(users)
		.where(eq(users.id, userId));
	const former = await queries
		.select({ id: formerCustomers.customerId })
		.from(formerCustomers)
		.where(eq(formerCustomers.userId, userId));
	return { since: user?.since ?? now, before: former.length };
}

/** Starts the attempt anew, so that its age is that of the key it will use. */
export async function renewCustomerAsked(
	queries: Queries,
	userId: string,
	now: Date,
): Promise<void> {
	await queries.update(users).set({ customerAskedAt: now }).where(eq(users.id, userId));
}

/** Ends the link to a customer that was deleted in Stripe. It stays on record: nobody else gets it. */
export function retireCustomer(
	database: Database,
	userId: string,
	customerId: string,
): Promise<void> {
	return database.transaction(async (tx) => {
		await tx.insert(formerCustomers).values({ customerId, userId }).onConflictDoNothing();
		await tx
			.update(users)
			.set({ stripeCustomerId: null, customerAskedAt: null, updatedAt: sql`now()` })
			.where(and(eq(users.id, userId), eq(users.stripeCustomerId, customerId)));
	});
}
