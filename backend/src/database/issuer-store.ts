// The tables of the built-in issuer, in the form its library takes.
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { Database, Queries } from "./database.ts";
import { accounts, jwks, sessions, users, verifications } from "./identity-tables.ts";

export function issuerStore(database: Database) {
	return drizzleAdapter(withOurTransactions(database), {
		provider: "pg",
		// An account whose process dies while it is made must not leave a user who can never sign in.
		transaction: true,
		schema: {
			user: users,
			session: sessions,
			account: accounts,
			verification: verifications,
			jwks,
		},
	});
}

// The library starts transactions by itself: they are to be ours, with all that ours see to.
function withOurTransactions(database: Database): Queries {
	return new Proxy(database.queries, {
		get: (target, key, receiver) =>
			key === "transaction" ? database.transaction : Reflect.get(target, key, receiver),
	});
}
