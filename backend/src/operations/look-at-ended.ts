// A period has ended and Stripe has said nothing of what came after: it is asked.
import { markEndedToFetch } from "../database/live-subscriptions.ts";
import type { Deps } from "./deps.ts";

// Renewals are told within seconds; within minutes Stripe's retries still come by themselves.
const patienceMs = 300_000;

// So many a minute take a fraction of the budget of reads.
const limit = 1_000;

/**
 * Afterwards the customers whose period, trial or subscription ended more than five minutes ago, and who
 * were not seen since, are marked to be fetched: each is asked about by itself, and a customer of whom
 * Stripe knows nothing keeps what is stored, so no limit on revocations is needed here.
 */
export async function lookAtEnded(
	deps: Pick<Deps, "database" | "clock" | "onWork">,
): Promise<{ marked: number }> {
	const before = new Date(deps.clock.now().getTime() - patienceMs);
	const marked = await deps.database.transaction((tx) =>
		markEndedToFetch(tx, { before, limit, why: "lease-end" }),
	);
	if (marked > 0) deps.onWork();
	return { marked };
}
