// Somebody wants to be sure of one user: Stripe is asked, now.
import { type FoundUser, findUsers } from "../database/find-users.ts";
import type { Deps } from "./deps.ts";
import { syncCustomer } from "./sync-customer.ts";

export interface Resynced {
	before: FoundUser;
	after: FoundUser;
}

/**
 * Fetches the customer of every user that `word` (an id, an e-mail, a customer) fits, and answers what they
 * were and are. Who has no customer stays as they are. Errors: `stripe_unavailable`.
 */
export async function resyncUser(
	deps: Pick<Deps, "database" | "laneLock" | "stripe" | "catalog" | "clock" | "log">,
	word: string,
): Promise<Resynced[]> {
	const resynced: Resynced[] = [];
	for (const before of await findUsers(deps.database.queries, word)) {
		if (before.customerId !== null) await syncCustomer(deps, before.customerId, "fetch:resync");
		const [after = before] = await findUsers(deps.database.queries, before.id);
		resynced.push({ before, after });
	}
	return resynced;
}
