// All subscriptions of the account, with the interval in which each page was true.
import type { Clock } from "../domain/clock.ts";
import type { Observation } from "../domain/observation.ts";
import type { StripeClient } from "./client.ts";
import { readPatiently } from "./read-patiently.ts";
import { intervalOf } from "./subscriptions.ts";
import { toSubscription } from "./to-subscription.ts";

const pageSize = 100;

/**
 * Every subscription, ended ones too, a page of at most 100 at a time, the newest first. Those on a test
 * clock are left out by Stripe. Throws when a page cannot be read: a partial list proves nothing of
 * what it lacks.
 */
export async function* listAllSubscriptions(
	stripe: StripeClient,
	clock: Clock,
): AsyncGenerator<Observation[]> {
	let after: string | undefined;
	do {
		let sentMs = 0;
		const page = await readPatiently(stripe, () => {
			sentMs = clock.monotonicMs();
			return stripe.subscriptions.list({
				status: "all",
				limit: pageSize,
				...(after !== undefined && { starting_after: after }),
			});
		});
		const interval = intervalOf(page.lastResponse.headers, clock.monotonicMs() - sentMs, clock);
		yield page.data.map((from) => ({ subscription: toSubscription(from), ...interval }));
		const last = page.data.at(-1)?.id;
		if (page.has_more && last === undefined)
			throw new Error("Stripe says that there is more, and shows nothing");
		after = page.has_more ? last : undefined;
	} while (after !== undefined);
}
