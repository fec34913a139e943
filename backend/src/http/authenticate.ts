// Who is asking: the bearer token of a request becomes a user, or the request ends here.
import type { FastifyRequest } from "fastify";
import { BillingError } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import type { Deps } from "../operations/deps.ts";
import { identifyUser } from "../operations/identify-user.ts";
import type { VerifyToken } from "./verify-token.ts";

export interface Authenticator {
	/** The user of the request. Error: `token_invalid`. */
	requireUser(request: FastifyRequest): Promise<User>;
	/** The user, or null when no token was sent. A bad token is still an error. */
	findUser(request: FastifyRequest): Promise<User | null>;
}

export function createAuthenticator(
	deps: Pick<Deps, "database" | "catalog" | "newId" | "onWork">,
	verify: VerifyToken,
): Authenticator {
	const requireUser = async (request: FastifyRequest) => {
		const token = /^Bearer ([\w\-.~+/=]+)$/i.exec(request.headers.authorization ?? "")?.[1];
		if (token === undefined) throw new BillingError("token_invalid");
		return identifyUser(deps, await verify(token));
	};
	const findUser = async (request: FastifyRequest) =>
		request.headers.authorization === undefined ? null : requireUser(request);
	return { requireUser, findUser };
}
