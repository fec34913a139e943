// Stripe's own list of events: what was never delivered is found there, for thirty days.
import type { Clock } from "../domain/clock.ts";
import type { StripeClient } from "./client.ts";
import { parseEvent } from "./parse-event.ts";
import { readPatiently } from "./read-patiently.ts";
import { intervalOf } from "./subscriptions.ts";
import { describeEvent, type VerifiedEvent } from "./verify-webhook.ts";

export interface ListedEvent extends VerifiedEvent {
	payload: string;
}

/** `asOf`: whatever Stripe made before this second of its own was there when the page was read. */
export interface EventPage {
	events: ListedEvent[];
	asOf: number;
}

const pageSize = 100;

/** Stripe takes so many types in one request. */
const typesMax = 20;

/**
 * All events of these types created at `since` (unix seconds) or later, a page at a time, the newest
 * first. Throws when a page cannot be read: then what came before it is not all there is.
 */
export async function* listEvents(
	stripe: StripeClient,
	wanted: { types: readonly string[]; since: number },
	clock: Clock,
): AsyncGenerator<EventPage> {
	for (let at = 0; at < wanted.types.length; at += typesMax) {
		const types = wanted.types.slice(at, at + typesMax);
		let after: string | undefined;
		do {
			const page = await fetchPage(stripe, { types, since: wanted.since, after }, clock);
			yield page;
			after = page.next;
		} while (after !== undefined);
	}
}

async function fetchPage(
	stripe: StripeClient,
	wanted: { types: string[]; since: number; after: string | undefined },
	clock: Clock,
): Promise<EventPage & { next: string | undefined }> {
	let sentMs = 0;
	const page = await readPatiently(stripe, () => {
		sentMs = clock.monotonicMs();
		return stripe.events.list({
			types: wanted.types,
			created: { gte: wanted.since },
			limit: pageSize,
			...(wanted.after !== undefined && { starting_after: wanted.after }),
		});
	});
	const { lo } = intervalOf(page.lastResponse.headers, clock.monotonicMs() - sentMs, clock);
	const events = page.data.flatMap((event) => {
		const payload = JSON.stringify(event);
		const parsed = parseEvent(payload);
		return parsed ? { ...describeEvent(parsed), payload } : [];
	});
	const last = page.data.at(-1);
	if (page.has_more && !last) throw new Error("Stripe says that there is more, and shows nothing");
	return { events, asOf: lo, next: page.has_more ? last?.id : undefined };
}
