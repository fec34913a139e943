// Users: who they are, which customer pays for them, and the projection of their billing.
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { audit } from "./billing-tables.ts";
import type { Queries } from "./database.ts";
import { sessions, users } from "./identity-tables.ts";

export interface User {
	id: string;
	email: string | null;
	name: string;
	stripeCustomerId: string | null;
	subscriptionStatus: string | null;
	subscriptionTier: string | null;
	billingVersion: number;
}

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

export async function findUserByCustomer(
	queries: Queries,
	customerId: string,
): Promise<User | null> {
	const [user] = await queries
		.select(userColumns)
		.from(users)
		.where(eq(users.stripeCustomerId, customerId));
	return user ?? null;
}

/** Links user and customer for good: an existing link is never overwritten. Returns the link held. */
export async function linkCustomer(
	queries: Queries,
	userId: string,
	customerId: string,
): Promise<string> {
	await queries
		.update(users)
		.set({ stripeCustomerId: customerId, updatedAt: sql`now()` })
		.where(and(eq(users.id, userId), isNull(users.stripeCustomerId)));
	const user = await getUser(queries, userId);
	if (user.stripeCustomerId === null) throw new Error("the customer link was not stored");
	return user.stripeCustomerId;
}

/** What the projection decided for a user, and why. */
export interface BillingChange {
	status: string | null;
	tierName: string | null;
	subscriptionId: string | null;
	cause: string;
}

/**
 * Writes `users.subscription_status` and `users.subscription_tier`: the only place that does. A change
 * raises `billing_version` and leaves an audit row with its cause; no change writes nothing.
 */
export async function saveBillingState(
	tx: Queries,
	user: User,
	change: BillingChange,
): Promise<boolean> {
	if (user.subscriptionStatus === change.status && user.subscriptionTier === change.tierName)
		return false;
	await tx
		.update(users)
		.set({
			subscriptionStatus: change.status,
			subscriptionTier: change.tierName,
			billingVersion: sql`${users.billingVersion} + 1`,
			updatedAt: sql`now()`,
		})
		.where(eq(users.id, user.id));
	await tx.insert(audit).values({
		userId: user.id,
		cause: change.cause,
		subscriptionId: change.subscriptionId,
		statusBefore: user.subscriptionStatus,
		statusAfter: change.status,
		tierBefore: user.subscriptionTier,
		tierAfter: change.tierName,
	});
	return true;
}
