// What a backfill found of each customer: whom it names, and what came of that.
import { and, asc, eq, inArray, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import type { ClaimVerdict, CustomerClaim } from "../domain/customer-claim.ts";
import { subscriptions } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { users } from "./identity-tables.ts";
import { importedCustomers } from "./import-tables.ts";
import { trialChecks } from "./person-tables.ts";

const { customerId, claimedUserId, claimedBy, createdAt, verdict } = importedCustomers;
const claimColumns = { customerId, claimedUserId, claimedBy, createdAt };

/** Forgets what an earlier backfill found; the links that it made stay. */
export async function forgetImported(tx: Queries): Promise<void> {
	await tx.delete(importedCustomers);
}

/** Afterwards each claim stands as given, undecided. */
export async function saveClaims(tx: Queries, claims: readonly CustomerClaim[]): Promise<void> {
	if (claims.length === 0) return;
	await tx
		.insert(importedCustomers)
		.values([...claims])
		.onConflictDoUpdate({
			target: customerId,
			set: {
				claimedUserId: sql`excluded.claimed_user_id`,
				claimedBy: sql`excluded.claimed_by`,
				verdict: null,
			},
		});
}

/** Some that are undecided, with all the others that name the same users. */
export async function listUndecided(tx: Queries, limit: number): Promise<CustomerClaim[]> {
	const some = await tx
		.select(claimColumns)
		.from(importedCustomers)
		.where(isNull(verdict))
		.orderBy(asc(claimedUserId), asc(customerId))
		.limit(limit);
	const named = some.flatMap((claim) => claim.claimedUserId ?? []);
	if (named.length === 0) return some;
	const rivals = await tx
		.select(claimColumns)
		.from(importedCustomers)
		.where(and(isNull(verdict), inArray(claimedUserId, named)));
	return [...new Map([...some, ...rivals].map((claim) => [claim.customerId, claim])).values()];
}

export async function saveVerdicts(
	tx: Queries,
	verdicts: readonly { customerId: string; verdict: ClaimVerdict }[],
): Promise<void> {
	for (const [word, group] of Map.groupBy(verdicts, (one) => one.verdict)) {
		const ids = group.map((one) => one.customerId);
		await tx.update(importedCustomers).set({ verdict: word }).where(inArray(customerId, ids));
	}
}

/** The customers whose claim waits for this user, by our id or by the id of the outside issuer. */
export async function listWaitingClaims(
	queries: Queries,
	userId: string,
): Promise<CustomerClaim[]> {
	// A subject that two issuers use tells nobody from anybody.
	const alone = sql`(select count(*) from users same where same.subject = ${users.subject}) = 1`;
	const isNamed = or(eq(claimedUserId, users.id), and(eq(claimedUserId, users.subject), alone));
	return queries
		.select(claimColumns)
		.from(importedCustomers)
		.innerJoin(users, and(eq(users.id, userId), isNamed))
		.where(eq(verdict, "no_such_user"));
}

/** The user that each word names: by our id, else by the id of the outside issuer if that is unique. */
export async function findNamedUsers(
	queries: Queries,
	words: readonly string[],
): Promise<Map<string, { userId: string; customerId: string | null }>> {
	if (words.length === 0) return new Map();
	const rows = await queries
		.select({ userId: users.id, subject: users.subject, customerId: users.stripeCustomerId })
		.from(users)
		.where(or(inArray(users.id, [...words]), inArray(users.subject, [...words])));
	return new Map(
		[...new Set(words)].flatMap((word) => {
			const known = rows.find((row) => row.userId === word);
			const bySubject = rows.filter((row) => row.subject === word);
			const user = known ?? (bySubject.length === 1 ? bySubject[0] : undefined);
			return user ? [[word, { userId: user.userId, customerId: user.customerId }]] : [];
		}),
	);
}

/** What was there before Tollgate is not judged: neither as a second trial nor as a second subscription. */
export async function pardon(tx: Queries, subscriptionIds: readonly string[]): Promise<void> {
	if (subscriptionIds.length === 0) return;
	await tx
		.insert(trialChecks)
		.values(subscriptionIds.map((id) => ({ subscriptionId: id, verdict: "pardoned" as const })))
		.onConflictDoNothing();
}

/** Afterwards customers that have subscriptions from before `before` and are in no list count as deleted. */
export async function noteDeleted(tx: Queries, before: Date): Promise<void> {
	const known = tx.select({ id: customerId }).from(importedCustomers);
	const linked = tx
		.select({ id: sql<string>`${users.stripeCustomerId}` })
		.from(users)
		.where(sql`${users.stripeCustomerId} is not null`);
	const lost = await tx
		.selectDistinct({ customerId: subscriptions.customerId })
		.from(subscriptions)
		.where(
			and(
				lt(subscriptions.startedAt, before),
				notInArray(subscriptions.customerId, known),
				notInArray(subscriptions.customerId, linked),
			),
		);
	for (let at = 0; at < lost.length; at += 500)
		await tx
			.insert(importedCustomers)
			.values(
				lost.slice(at, at + 500).map((one) => ({
					...one,
					createdAt: before,
					verdict: "deleted" as const,
				})),
			)
			.onConflictDoNothing();
}
