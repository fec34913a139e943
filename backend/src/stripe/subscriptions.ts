// Fetching subscriptions, with the interval of Stripe's time in which the answer was true.
import type Stripe from "stripe";
import type { Clock } from "../domain/clock.ts";
import type { Observation } from "../domain/observation.ts";
import { findInStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";
import { toSubscription } from "./to-subscription.ts";

const pageSize = 100;

/**
 * All subscriptions of a customer, ended ones too, and those of `ids` that the list left out; none for
 * a customer Stripe does not know.
 */
export async function fetchCustomerSubscriptions(
	stripe: StripeClient,
	wanted: { customerId: string; ids: readonly string[] },
	clock: Clock,
): Promise<Observation[]> {
	const seen: Observation[] = [];
	let after: string | undefined;
	do {
		const page = await fetchPage(stripe, { customerId: wanted.customerId, after }, clock);
		seen.push(...page.observations);
		after = page.next;
	} while (after !== undefined);
	const listed = new Set(seen.map((observation) => observation.subscription.id));
	for (const id of wanted.ids.filter((id) => !listed.has(id))) {
		const one = await fetchSubscription(stripe, id, clock);
		if (one) seen.push(one);
	}
	return seen;
}

/** One subscription by its id; null when Stripe does not know it. */
export async function fetchSubscription(
	stripe: StripeClient,
	id: string,
	clock: Clock,
): Promise<Observation | null> {
	await stripe.reads.take();
	const sentMs = clock.monotonicMs();
	const found = await findInStripe(() => stripe.subscriptions.retrieve(id));
	if (!found) return null;
	const interval = intervalOf(found.lastResponse.headers, clock.monotonicMs() - sentMs, clock);
	return { subscription: toSubscription(found), ...interval };
}

async function fetchPage(
	stripe: StripeClient,
	cursor: { customerId: string; after: string | undefined },
	clock: Clock,
): Promise<{ observations: Observation[]; next: string | undefined }> {
	await stripe.reads.take();
	const sentMs = clock.monotonicMs();
	const page = await findInStripe(() =>
		stripe.subscriptions.list({
			customer: cursor.customerId,
			status: "all",
			limit: pageSize,
			...(cursor.after !== undefined && { starting_after: cursor.after }),
		}),
	);
	if (!page) return { observations: [], next: undefined };
	const interval = intervalOf(page.lastResponse.headers, clock.monotonicMs() - sentMs, clock);
	return {
		observations: page.data.map((from) => ({ subscription: toSubscription(from), ...interval })),
		next: page.has_more ? page.data.at(-1)?.id : undefined,
	};
}

/** The response's Date is Stripe's own clock, cut to whole seconds; the answer is as old as the call at most. */
export function intervalOf(
	headers: Record<string, string>,
	durationMs: number,
	clock: Clock,
): { lo: number; hi: number } {
	const stripeMs = Date.parse(headers.date ?? "");
	const hi = Math.floor((Number.isNaN(stripeMs) ? clock.now().getTime() : stripeMs) / 1000);
	return { lo: hi - Math.ceil(durationMs / 1000) - 1, hi };
}

/** Whether the object lives on a Stripe test clock, whose time cannot be compared with ours. */
export function isOnTestClock(subscription: Stripe.Subscription): boolean {
	return subscription.test_clock != null;
}
