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
 * Writes `users.subscription_status` and `users.subscription_tier`: the only place that does, each user
 * once. It raises `billing_version`, and another status or tier leaves an audit row with its cause.
 */
export async function saveBillingStates(
	tx: Queries,
	changes: readonly BillingChange[],
): Promise<void> {
	if (changes.length === 0) return;
	const rows = changes.map(
		({ user, status, tierName }) => sql`(${user.id}::text, ${status}::text, ${tierName}::text)`,
	);
	await tx.execute(sql`update users set
			subscription_status = new.status,
			subscription_tier = new.tier,
			billing_version = users.billing_version + 1,
			updated_at = now()
		from (values ${sql.join(rows, sql`, `)}) as new (id, status, tier)
		where users.id = new.id`);
	const noted = changes.filter(({ user, status, tierName }) => {
		return user.subscriptionStatus !== status || user.subscriptionTier !== tierName;
	});
	if (noted.length === 0) return;
	await tx.insert(audit).values(
		noted.map(({ user, status, tierName, subscriptionId, cause }) => ({
			userId: user.id,
			cause,
			subscriptionId,
			statusBefore: user.subscriptionStatus,
			statusAfter: status,
			tierBefore: user.subscriptionTier,
			tierAfter: tierName,
		})),
	);
}
