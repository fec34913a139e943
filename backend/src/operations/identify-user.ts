// From a verified token to our user.
import { findOrCreateOutsideUser, findUserBySession } from "../database/users.ts";
import { BillingError } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import type { Deps } from "./deps.ts";

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
 * that signing out is immediate; a person of an outside issuer is made a user on first sight.
 */
export async function identifyUser(
	deps: Pick<Deps, "database" | "newId">,
	claims: TokenClaims,
): Promise<User> {
	const { queries } = deps.database;
	const { issuer, subject, email, name } = claims;
	if (issuer !== builtInIssuer)
		return findOrCreateOutsideUser(queries, { newId: deps.newId(), issuer, subject, email, name });
	if (claims.sessionId === null) throw new BillingError("token_invalid");
	const user = await findUserBySession(queries, {
		userId: subject,
		sessionId: claims.sessionId,
	});
	if (!user) throw new BillingError("token_invalid");
	return user;
}
