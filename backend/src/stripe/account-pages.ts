// The lists of a whole account, one page at a time, so that a walk can be left and taken up again.
import type Stripe from "stripe";
import type { Clock } from "../domain/clock.ts";
import type { Observation } from "../domain/observation.ts";
import { callStripe, isRefusal } from "./call.ts";
import type { StripeClient } from "./client.ts";
import { intervalOf } from "./subscriptions.ts";
import { toDate, toSubscription } from "./to-subscription.ts";

/** Where a walk stands: the last object seen, and its second in case that object is gone by now. */
export interface Place {
	id: string;
	created: number;
}

/** `next` null: that was the last page. `asOf`: Stripe's second in which the page was surely true. */
export interface Page<T> {
	items: T[];
	next: Place | null;
	asOf: number;
}

/** A customer that is there. `userId`: what its metadata says, if anything. */
export interface ListedCustomer {
	customerId: string;
	userId: string | null;
	createdAt: Date;
}

const pageSize = 100;

/** The next of all subscriptions, ended ones too, the newest first. */
export async function listSubscriptionPage(
	stripe: StripeClient,
	after: Place | null,
	clock: Clock,
): Promise<Page<Observation>> {
	const { data, hasMore, lo, hi } = await readPage(stripe, clock, after, (where) =>
		stripe.subscriptions.list({ status: "all", ...where }),
	);
	const items = data.map((from) => ({ subscription: toSubscription(from), lo, hi }));
	return { items, next: hasMore ? placeOf(data) : null, asOf: lo };
}

/** The next of all customers that were not deleted, the newest first. */
export async function listCustomerPage(
	stripe: StripeClient,
	after: Place | null,
	clock: Clock,
): Promise<Page<ListedCustomer>> {
	const { data, hasMore, lo } = await readPage(stripe, clock, after, (where) =>
		stripe.customers.list(where),
	);
	const items = data.map(({ id, metadata, created }) => ({
		customerId: id,
		userId: metadata.user_id?.trim() || null,
		createdAt: toDate(created),
	}));
	return { items, next: hasMore ? placeOf(data) : null, asOf: lo };
}

/**
 * How many there are, for a progress bar; null where Stripe does not say. Stripe counts no further than
 * ten thousand, and its index is some seconds old.
 */
export async function countAtStripe(
	stripe: StripeClient,
	what: "subscriptions" | "customers",
): Promise<number | null> {
	const wanted = { query: "created>0", limit: 1, expand: ["total_count"] };
	await stripe.reads.take();
	const found = await stripe[what].search(wanted).catch(() => null);
	return found?.total_count ?? null;
}

interface Where {
	limit: number;
	starting_after?: string;
	created?: { lte: number };
}

async function readPage<T extends { id: string; created: number }>(
	stripe: StripeClient,
	clock: Clock,
	after: Place | null,
	list: (where: Where) => Promise<Stripe.Response<Stripe.ApiList<T>>>,
) {
	const where = { limit: pageSize, ...(after && { starting_after: after.id }) };
	try {
		return await readOnce(stripe, clock, () => list(where));
	} catch (error) {
		// Deleted since: go on from its second, which shows some again.
		const gone = isRefusal(error) && error.code === "resource_missing";
		if (!gone || !after) throw error;
		const since = { limit: pageSize, created: { lte: after.created } };
		return readOnce(stripe, clock, () => list(since));
	}
}

async function readOnce<T>(
	stripe: StripeClient,
	clock: Clock,
	list: () => Promise<Stripe.Response<Stripe.ApiList<T>>>,
) {
	await stripe.reads.take();
	const sentMs = clock.monotonicMs();
	const page = await callStripe(list);
	const interval = intervalOf(page.lastResponse.headers, clock.monotonicMs() - sentMs, clock);
	const { data, has_more: hasMore } = page;
	if (hasMore && data.length === 0)
		throw new Error("Stripe says that there is more, and shows nothing");
	return { data, hasMore, ...interval };
}

function placeOf(data: readonly Place[]): Place | null {
	const last = data.at(-1);
	return last ? { id: last.id, created: last.created } : null;
}
