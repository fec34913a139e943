// A user by whatever a person at the keyboard has at hand.
import { asc, eq, or, sql } from "drizzle-orm";
import type { Queries } from "./database.ts";
import { users } from "./identity-tables.ts";

export interface FoundUser {
	id: string;
	email: string | null;
	issuer: string;
	subject: string;
	customerId: string | null;
	status: string | null;
	tierName: string | null;
	billingVersion: number;
}

/** Whoever has this id, subject, e-mail (whatever its case) or customer: an e-mail may be several people's. */
export function findUsers(queries: Queries, word: string): Promise<FoundUser[]> {
	return queries
		.select({
			id: users.id,
			email: users.email,
			issuer: users.issuer,
			subject: users.subject,
			customerId: users.stripeCustomerId,
			status: users.subscriptionStatus,
			tierName: users.subscriptionTier,
			billingVersion: users.billingVersion,
		})
		.from(users)
		.where(
			or(
				eq(users.id, word),
				eq(users.subject, word),
				eq(users.stripeCustomerId, word),
				eq(sql`lower(${users.email})`, word.toLowerCase()),
			),
		)
		.orderBy(asc(users.id))
		.limit(20);
}
