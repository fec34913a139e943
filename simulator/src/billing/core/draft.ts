// A transition's own copy of the state: reads fall through, writes are collected.
import type Stripe from "stripe";
import type { Settings } from "../settings.ts";
import type { CollectionName, Collections } from "./collections.ts";
import type { StripeEvent } from "./objects.ts";
import type { Change, ListScope } from "./state.ts";

/** Everything a transition may know of its surroundings. `now` is unix seconds on the simulated clock. */
export interface Moment {
	now: number;
	/** The test clock whose time `now` is; null for the simulator's own. */
	clock: string | null;
	/** Gives an id such as `cus_sim4k…`; never twice the same. */
	newId: (prefix: string, length?: number) => string;
	settings: Settings;
	/** Where the hosted pages are served, without a trailing slash. */
	baseUrl: string;
	/** The API request that caused the transition; nulls when a timer did. */
	request: { id: string | null; idempotency_key: string | null };
}

/**
 * Reads and writes of one transition. Nothing is visible outside until the shell applies `changes`. It
 * happens on the simulator's own time until something of a customer on a test clock is read by its id;
 * from then on `clock` is that clock and `now` its frozen time.
 */
export interface Draft extends Moment {
	get<Name extends CollectionName>(name: Name, id: string): Collections[Name] | undefined;
	list<Name extends CollectionName>(name: Name, scope?: ListScope): Iterable<Collections[Name]>;
	put<Name extends CollectionName>(name: Name, record: Collections[Name]): Collections[Name];
	remove(name: CollectionName, id: string): void;
	/** Records an event with a snapshot of `object`; `before` gives its `previous_attributes`. */
	emit<T extends object>(type: Stripe.Event["type"], object: T, before?: T): void;
	/** The changes so far, in the order made; a later change of a record replaces the earlier. */
	changes(): Change[];
	events: StripeEvent[];
}
