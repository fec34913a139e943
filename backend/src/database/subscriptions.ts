// The rows of subscriptions, each with the interval in which Stripe was seen in that state.
import { eq, sql } from "drizzle-orm";
import type { Observation } from "../domain/observation.ts";
import type { TieredSubscription } from "../domain/subscription.ts";
import { subscriptions } from "./billing-tables.ts";
import type { Queries } from "./database.ts";

/** An observation whose tier has been decided. */
export interface StoredObservation extends Observation {
	subscription: TieredSubscription;
}

export async function listCustomerSubscriptions(
	queries: Queries,
	customerId: string,
): Promise<StoredObservation[]> {
	const rows = await queries
		.select()
		.from(subscriptions)
		.where(eq(subscriptions.customerId, customerId));
	return rows.map(({ observedLo, observedHi, updatedAt: _, ...subscription }) => ({
		subscription,
		lo: observedLo,
		hi: observedHi,
	}));
}

/** The same without when they were seen; none for a user who has no customer yet. */
export async function listHeldSubscriptions(
	queries: Queries,
	customerId: string | null,
): Promise<TieredSubscription[]> {
	const stored = customerId === null ? [] : await listCustomerSubscriptions(queries, customerId);
	return stored.map((observation) => observation.subscription);
}

export async function isKnownSubscription(queries: Queries, id: string): Promise<boolean> {
	const rows = await queries
		.select({ id: subscriptions.id })
		.from(subscriptions)
		.where(eq(subscriptions.id, id));
	return rows.length > 0;
}

export async function saveSubscription(tx: Queries, observation: StoredObservation): Promise<void> {
	const columns = {
		...observation.subscription,
		observedLo: observation.lo,
		observedHi: observation.hi,
	};
	await tx
		.insert(subscriptions)
		.values(columns)
		.onConflictDoUpdate({
			target: subscriptions.id,
			set: { ...columns, updatedAt: sql`now()` },
		});
}
