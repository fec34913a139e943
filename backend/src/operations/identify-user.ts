// From a verified token to our user.
import { findOrCreateOutsideUser, findUserBySession } from "../database/users.ts";
import { BillingError } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import type { Deps } from "./deps.ts";
import { adoptWaiting } from "./sync-import.ts";

/** What a verified token says. `sessionId` is set by the built-in issuer, whose sessions can be ended. */
export interface TokenClaims {
	issuer: string;
	subject: string;
	sessionId: string | null;
	email: string | null;
	name: string;
}

/** The issuer's word in `users.issuer` for people who signed up here. */
export const builtInIssuer = "tollgate";

/**
 * Answers the user of a token. A token of the built-in issuer counts only while its session lives, so
 * that signing out is immediate; a person of an outside issuer is made a user on first sight, and gets the
 * customer that a backfill found for them.
 */
export async function identifyUser(
	deps: Pick<Deps, "database" | "catalog" | "newId" | "onWork">,
	claims: TokenClaims,
): Promise<User> {
	const { queries } = deps.database;
	const { issuer, subject, email, name } = claims;
	if (issuer !== builtInIssuer) {
		const person = { newId: deps.newId(), issuer, subject, email, name };
		return withCustomer(deps, await findOrCreateOutsideUser(queries, person));
	}
	if (claims.sessionId === null) throw new BillingError("token_invalid");
	const user = await findUserBySession(queries, {
		userId: subject,
		sessionId: claims.sessionId,
	});
	if (!user) throw new BillingError("token_invalid");
	return user;
}

async function withCustomer(
	deps: Pick<Deps, "database" | "catalog" | "onWork">,
	user: User,
): Promise<User> {
	if (user.stripeCustomerId !== null) return user;
	const stripeCustomerId = await adoptWaiting(deps, user.id);
	if (stripeCustomerId !== null) deps.onWork();
	return { ...user, stripeCustomerId };
}
