// Trials that will soon be over, whoever has told us of it.
import { and, asc, eq, gt, isNotNull, lte } from "drizzle-orm";
import type { TieredSubscription } from "../domain/subscription.ts";
import { subscriptions } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { users } from "./identity-tables.ts";
import { listCustomerSubscriptions } from "./subscriptions.ts";

/** The part of the list that begins after the id `after`. */
export interface TrialWindow {
	from: Date;
	until: Date;
	after: string;
	limit: number;
}

/** Trials that end within the window, by id, with the user who has an address to be told. */
export async function listTrialsEnding(
	queries: Queries,
	{ from, until, after, limit }: TrialWindow,
): Promise<{ userId: string; subscription: TieredSubscription }[]> {
	const rows = await queries
		.select({ id: subscriptions.id, customerId: subscriptions.customerId, userId: users.id })
		.from(subscriptions)
		.innerJoin(users, eq(users.stripeCustomerId, subscriptions.customerId))
		.where(
			and(
				eq(subscriptions.status, "trialing"),
				gt(subscriptions.trialEndsAt, from),
				lte(subscriptions.trialEndsAt, until),
				gt(subscriptions.id, after),
				isNotNull(users.email),
			),
		)
		.orderBy(asc(subscriptions.id))
		.limit(limit);
	const held = await listCustomerSubscriptions(
		queries,
		rows.map((row) => row.customerId),
	);
	const byId = new Map(held.map(({ subscription }) => [subscription.id, subscription]));
	return rows.flatMap(({ id, userId }) => {
		const subscription = byId.get(id);
		return subscription ? [{ userId, subscription }] : [];
	});
}
