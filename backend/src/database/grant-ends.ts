// Users whose tier may not show what was granted to them, or show what has ended.
import { and, asc, eq, exists, gt, isNotNull, isNull, lte, not, or, sql } from "drizzle-orm";
import type { Queries } from "./database.ts";
import { users } from "./identity-tables.ts";
import { grants } from "./work-tables.ts";

export interface GrantHolder {
	userId: string;
	customerId: string | null;
}

/**
 * A page of users by id: those with the tier of a grant that is over, or without the tier of one that is
 * in force. Most are right nevertheless, by a subscription: the caller has to look.
 */
export function listGrantHolders(
	queries: Queries,
	{ now, after, limit }: { now: Date; after: string; limit: number },
): Promise<GrantHolder[]> {
	const over = or(lte(grants.endsAt, now), isNotNull(grants.revokedAt));
	const inForce = and(
		isNull(grants.revokedAt),
		lte(grants.startsAt, now),
		or(isNull(grants.endsAt), not(lte(grants.endsAt, now))),
	);
	const shown = eq(grants.tierName, users.subscriptionTier);
	const hidden = sql`${grants.tierName} is distinct from ${users.subscriptionTier}`;
	const doubtful = queries
		.select({ one: sql`1` })
		.from(grants)
		.where(and(eq(grants.userId, users.id), or(and(over, shown), and(inForce, hidden))));
	return queries
		.select({ userId: users.id, customerId: users.stripeCustomerId })
		.from(users)
		.where(and(gt(users.id, after), exists(doubtful)))
		.orderBy(asc(users.id))
		.limit(limit);
}
