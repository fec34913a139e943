// The tables of the built-in issuer, in the form its library takes.
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { Database } from "./database.ts";
import { accounts, jwks, sessions, users, verifications } from "./identity-tables.ts";

export function issuerStore(database: Database) {
	return drizzleAdapter(database.queries, {
		provider: "pg",
		schema: {
			user: users,
			session: sessions,
			account: accounts,
			verification: verifications,
			jwks,
		},
	});
}
