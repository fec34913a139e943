// The heart: from what is stored and what was seen of a customer, to what is to be written.
import { type BillingState, reduceBilling } from "./billing-state.ts";
import type { Catalog } from "./catalog.ts";
import { findDuplicates } from "./duplicates.ts";
import type { Grant } from "./grant.ts";
import type { Observation } from "./observation.ts";
import { settle } from "./settle.ts";
import { sameSubscription, type TieredSubscription } from "./subscription.ts";
import { type Tiers, unknownPrices, withTier } from "./tiering.ts";
import type { User } from "./user.ts";

/** An observation whose tier has been decided. */
export interface TieredObservation extends Observation {
	subscription: TieredSubscription;
}

/** All that we hold of one customer; `user` null while nobody is linked to it. */
export interface CustomerView {
	customerId: string;
	user: User | null;
	stored: readonly TieredObservation[];
	grants: readonly Grant[];
	/**
	 * What was done for a subscription and is not done again: `trial:<id>` was checked, `duplicate:<id>` was
	 * found to be one too many. One does not stand for the other.
	 */
	attended: ReadonlySet<string>;
}

/** `fetched` was sent after everything else had been seen; null when nothing was fetched. */
export interface Seen {
	sights: readonly Observation[];
	fetched: readonly Observation[] | null;
}

export interface CustomerDecision {
	customerId: string;
	user: User | null;
	/** Every subscription of the customer, as it is then. */
	state: TieredObservation[];
	/** Those of `state` that differ from what is stored, if only in when they were seen. */
	changed: TieredObservation[];
	/** The stored ones, to tell what became of each. */
	before: readonly TieredObservation[];
	billing: BillingState;
	/** The status or the tier of the user is another one. */
	userChanges: boolean;
	/** A page that shows the user's billing has to show something else. */
	visible: boolean;
	unknownPrices: string[];
	followUps: FollowUps;
}

/** What has to be done in Stripe because of the new state. */
export interface FollowUps {
	keptId: string | null;
	/** Live subscriptions beside the kept one. */
	surplus: TieredSubscription[];
	/** Trials that nobody has checked for whether they are the person's first. */
	trials: TieredSubscription[];
}

/** Either a decision, or the ids of subscriptions whose sights contradict each other: Stripe must be asked. */
export type Decided =
	| { decision: CustomerDecision; tied: null }
	| { decision: null; tied: string[] };

/** Pure: the same view, sights and instant always end in the same decision. */
export function decideCustomer(
	view: CustomerView,
	seen: Seen,
	rules: Tiers & { now: Date },
): Decided {
	const { settled, tied } = settle([...view.stored, ...seen.sights], seen.fetched);
	if (tied.length > 0) return { decision: null, tied };
	const { user, stored: before, customerId } = view;
	const storedOf = (id: string) => before.find((x) => x.subscription.id === id);
	const state = settled.map(({ subscription, lo, hi }) => {
		const tierBefore = storedOf(subscription.id)?.subscription.tierName ?? null;
		return { subscription: withTier(subscription, rules, tierBefore), lo, hi };
	});
	const subscriptions = state.map((observation) => observation.subscription);
	const billing = reduceBilling(
		{ subscriptions, grants: view.grants, now: rules.now },
		rules.catalog,
	);
	const userChanges =
		user !== null &&
		(user.subscriptionStatus !== billing.status || user.subscriptionTier !== billing.tierName);
	const visible = userChanges || state.some((x) => !looksAs(x, storedOf(x.subscription.id)));
	const changed = state.filter((x) => !isStored(x, storedOf(x.subscription.id)));
	const unknown = changed.flatMap(({ subscription }) => unknownPrices(subscription, rules));
	return {
		decision: {
			customerId,
			user,
			state,
			changed,
			before,
			billing,
			userChanges,
			visible,
			unknownPrices: unknown,
			followUps: followUpsOf(view, subscriptions, rules.catalog),
		},
		tied: null,
	};
}

function followUpsOf(
	view: CustomerView,
	subscriptions: readonly TieredSubscription[],
	catalog: Catalog,
): FollowUps {
	// Without a user there is nobody who has too much.
	if (!view.user) return { keptId: null, surplus: [], trials: [] };
	const duplicates = findDuplicates(subscriptions, catalog);
	const open = (what: "trial" | "duplicate") => (x: TieredSubscription) =>
		!view.attended.has(`${what}:${x.id}`);
	const trials = subscriptions.filter((x) => x.status === "trialing").filter(open("trial"));
	return {
		keptId: duplicates?.kept.id ?? null,
		surplus: (duplicates?.surplus ?? []).filter(open("duplicate")),
		trials,
	};
}

/** Whether there is anything left to be done. */
export function hasFollowUps({ surplus, trials }: FollowUps): boolean {
	return surplus.length > 0 || trials.length > 0;
}

function looksAs(x: TieredObservation, stored: TieredObservation | undefined): boolean {
	return (
		stored !== undefined &&
		stored.subscription.tierName === x.subscription.tierName &&
		sameSubscription(stored.subscription, x.subscription)
	);
}

function isStored(x: TieredObservation, stored: TieredObservation | undefined): boolean {
	return looksAs(x, stored) && stored?.lo === x.lo && stored.hi === x.hi;
}
