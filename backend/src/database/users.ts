// Users: who they are, which customer pays for them, and the projection of their billing.
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import type { User } from "../domain/user.ts";
import { audit } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { sessions, users } from "./identity-tables.ts";

const userColumns = {
	id: users.id,
	email: users.email,
	name: users.name,
	stripeCustomerId: users.stripeCustomerId,
	subscriptionStatus: users.subscriptionStatus,
	subscriptionTier: users.subscriptionTier,
	billingVersion: users.billingVersion,
};

/** The user with a living session of the built-in issuer; null once signed out or deleted. */
export async function findUserBySession(
	queries: Queries,
	key: { userId: string; sessionId: string },
): Promise<User | null> {
	const [user] = await queries
		.select(userColumns)
		.from(users)
		.innerJoin(sessions, eq(sessions.userId, users.id))
		.where(
			and(
				eq(users.id, key.userId),
				eq(sessions.id, key.sessionId),
				gt(sessions.expiresAt, sql`now()`),
			),
		);
	return user ?? null;
}

/** A person known by an outside issuer. The pair (issuer, subject) is the key, never the e-mail. */
export interface OutsidePerson {
	newId: string;
	issuer: string;
	subject: string;
	email: string | null;
	name: string;
}

/** Finds the person's user, made on first sight. Two first sights at once make one row. */
export async function findOrCreateOutsideUser(
	queries: Queries,
	person: OutsidePerson,
): Promise<User> {
	const byKey = and(eq(users.issuer, person.issuer), eq(users.subject, person.subject));
	const [known] = await queries.select(userColumns).from(users).where(byKey);
	if (known) return known;
	const { newId, ...columns } = person;
	await queries
		.insert(users)
		.values({ ...columns, id: newId })
		.onConflictDoNothing();
	const [made] = await queries.select(userColumns).from(users).where(byKey);
	if (!made) throw new Error("a user that was just made cannot be found");
	return made;
}

export async function getUser(queries: Queries, id: string): Promise<User> {
	const [user] = await queries.select(userColumns).from(users).where(eq(users.id, id));
	if (!user) throw new Error("the user is gone");
	return user;
}

/** The users linked to these customers, by customer. */
export async function findUsersByCustomers(
	queries: Queries,
	customerIds: readonly string[],
): Promise<Map<string, User>> {
	if (customerIds.length === 0) return new Map();
	const rows = await queries
		.select(userColumns)
		.from(users)
		.where(inArray(users.stripeCustomerId, [...customerIds]));
	return new Map(rows.map((user) => [user.stripeCustomerId ?? "", user]));
}

/** What was decided for a user, and why. */
export interface BillingChange {
	user: User;
	status: string | null;
	tierName: string | null;
	subscriptionId: string | null;
	cause: string;
}

/**
 * Writes `users.subscription_status` and `users.subscription_tier`: the only place that does. It raises
 * `billing_version`, and another status or tier leaves an audit row with its cause.
 */
export async function saveBillingState(tx: Queries, change: BillingChange): Promise<void> {
	const { user } = change;
	await tx
		.update(users)
		.set({
			subscriptionStatus: change.status,
			subscriptionTier: change.tierName,
			billingVersion: sql`${users.billingVersion} + 1`,
			updatedAt: sql`now()`,
		})
		.where(eq(users.id, user.id));
	if (user.subscriptionStatus === change.status && user.subscriptionTier === change.tierName)
		return;
	await tx.insert(audit).values({
		userId: user.id,
		cause: change.cause,
		subscriptionId: change.subscriptionId,
		statusBefore: user.subscriptionStatus,
		statusAfter: change.status,
		tierBefore: user.subscriptionTier,
		tierAfter: change.tierName,
	});
}
