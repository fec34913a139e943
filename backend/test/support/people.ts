// People for tests of the database, written straight into the users table.
import { randomUUID } from "node:crypto";
import { linkCustomer } from "../../src/database/customer-links.ts";
import type { Queries } from "../../src/database/database.ts";
import { findOrCreateOutsideUser } from "../../src/database/users.ts";
import type { User } from "../../src/domain/user.ts";

/** A user of an outside issuer, linked to `customerId` if one is given. */
export async function aUser(queries: Queries, customerId?: string): Promise<User> {
	const user = await findOrCreateOutsideUser(queries, {
		newId: randomUUID(),
		issuer: "https://id.example.test",
		subject: randomUUID(),
		email: `ada-${randomUUID()}@example.test`,
		name: "Ada",
	});
	if (customerId === undefined) return user;
	return { ...user, stripeCustomerId: await linkCustomer(queries, user.id, customerId) };
}
