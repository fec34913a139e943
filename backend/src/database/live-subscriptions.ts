// Subscriptions that have not ended, looked at as a whole: what reconciling and lease ends need.
import { and, asc, eq, gt, inArray, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import { lanes, subscriptions } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { users } from "./identity-tables.ts";
import { markLanesToFetch } from "./lanes.ts";

const live = notInArray(subscriptions.status, ["canceled", "incomplete_expired"]);

export interface LiveSubscription {
	id: string;
	customerId: string;
	/** When it was last seen, in Stripe's seconds. */
	seenAt: number;
}

/** A page of them by id, after `after`. */
export function listLiveSubscriptions(
	queries: Queries,
	{ after, limit }: { after: string; limit: number },
): Promise<LiveSubscription[]> {
	const { id, customerId, observedHi } = subscriptions;
	return queries
		.select({ id, customerId, seenAt: observedHi })
		.from(subscriptions)
		.where(and(live, gt(id, after)))
		.orderBy(asc(id))
		.limit(limit);
}

export function countSubscriptions(queries: Queries): Promise<number> {
	return queries.$count(subscriptions);
}

/** Users who may use the product because of a subscription. */
export function countSubscribers(queries: Queries): Promise<number> {
	const opening = ["trialing", "active", "past_due"];
	return queries.$count(users, inArray(users.subscriptionStatus, opening));
}

// While one of these is true nothing is done: it waits for its turn already, or was looked at just now.
const againMinutes = 10;

/**
 * Has Stripe asked about at most `limit` customers of whom a period, a trial or a subscription ended
 * before `before` and who were not seen since. Answers how many.
 */
export async function markEndedToFetch(
	tx: Queries,
	{ before, limit, why }: { before: Date; limit: number; why: string },
): Promise<number> {
	const { currentPeriodEndsAt, cancelsAt, trialEndsAt, observedHi, status } = subscriptions;
	const passed = (end: typeof cancelsAt) =>
		and(lt(end, before), lt(observedHi, sql`extract(epoch from ${end})`));
	const trialOver = and(eq(status, "trialing"), passed(trialEndsAt));
	const rested = or(
		isNull(lanes.lookedAt),
		lt(lanes.lookedAt, sql`now() - make_interval(mins => ${againMinutes})`),
	);
	const rows = await tx
		.selectDistinct({ customerId: subscriptions.customerId })
		.from(subscriptions)
		.leftJoin(lanes, eq(lanes.lane, subscriptions.customerId))
		.where(
			and(
				live,
				or(passed(currentPeriodEndsAt), passed(cancelsAt), trialOver),
				isNull(lanes.runAt),
				rested,
			),
		)
		.limit(limit);
	const customers = rows.map((row) => row.customerId);
	await markLanesToFetch(tx, customers, why);
	if (customers.length > 0)
		await tx.update(lanes).set({ lookedAt: sql`now()` }).where(inArray(lanes.lane, customers));
	return customers.length;
}
