// Access given by hand.
import { inArray } from "drizzle-orm";
import type { Grant } from "../domain/grant.ts";
import type { Queries } from "./database.ts";
import { grants } from "./work-tables.ts";

/** The grants of these users, in force or not, by user. */
export async function listGrants(
	queries: Queries,
	userIds: readonly string[],
): Promise<Map<string, Grant[]>> {
	const byUser = new Map<string, Grant[]>();
	if (userIds.length === 0) return byUser;
	const rows = await queries
		.select()
		.from(grants)
		.where(inArray(grants.userId, [...userIds]));
	for (const { id, userId, tierName, startsAt, endsAt, revokedAt } of rows) {
		const grant = { id, tierName, startsAt, endsAt, revokedAt };
		byUser.set(userId, [...(byUser.get(userId) ?? []), grant]);
	}
	return byUser;
}
