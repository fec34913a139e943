// Access given by hand, without a subscription.
import { type Catalog, tierRank } from "./catalog.ts";

/** `endsAt` null: until it is revoked. */
export interface Grant {
	id: string;
	tierName: string;
	startsAt: Date;
	endsAt: Date | null;
	revokedAt: Date | null;
}

export function isInForce(grant: Grant, now: Date): boolean {
	const ended = grant.endsAt !== null && grant.endsAt <= now;
	return grant.revokedAt === null && grant.startsAt <= now && !ended;
}

/** The grant in force with the highest tier, then the smallest id; null when there is none. */
export function strongestGrant(
	grants: readonly Grant[],
	now: Date,
	catalog: Catalog,
): Grant | null {
	const [strongest] = grants
		.filter((grant) => isInForce(grant, now))
		.sort(
			(a, b) =>
				tierRank(catalog, b.tierName) - tierRank(catalog, a.tierName) || (a.id < b.id ? -1 : 1),
		);
	return strongest ?? null;
}
