// What we saw of a subscription and when: the order that decides which sight is the newer one.
import { isTerminal, type Subscription, sameSubscription } from "./subscription.ts";

/**
 * A sight of a subscription that was true at some instant within `[lo, hi]`, in Stripe's seconds.
 * An event was true at its `created` (lo = hi). A fetch was true between its sending and the
 * response's `Date`: `hi` = that date, `lo` = `hi` - ceil(duration) - 1, since `Date` is cut to seconds.
 */
export interface Observation {
	subscription: Subscription;
	lo: number;
	hi: number;
}

/**
 * True when `x` is surely older than `y`. A strict partial order: a terminal status is younger than
 * any other; otherwise only intervals that do not touch can be told apart. Two events of one
 * second stay unordered, because Stripe's `created` cannot order them.
 */
export function precedes(x: Observation, y: Observation): boolean {
	const xEnded = isTerminal(x.subscription.status);
	const yEnded = isTerminal(y.subscription.status);
	if (xEnded !== yEnded) return yEnded;
	return x.hi < y.lo;
}

/**
 * The join: the maximal elements of the union. Commutative, associative and idempotent, so neither
 * the order nor the number of deliveries matters. One element is the state; more than one is a
 * contradiction that only a fetch can settle. Sights that agree in every field count as one.
 */
export function join(observations: readonly Observation[]): Observation[] {
	const maximal = observations.filter((x) => !observations.some((y) => precedes(x, y)));
	const kept: Observation[] = [];
	for (const next of maximal) {
		const twin = kept.findIndex((x) => sameSubscription(x.subscription, next.subscription));
		const known = kept[twin];
		if (known) kept[twin] = widen(known, next);
		else kept.push(next);
	}
	return kept;
}

/**
 * The fetch as the state. Sent under the customer's lock after `earlier` had been seen, it is younger
 * than all of them whatever the clocks say, so its interval is raised to theirs.
 */
export function supersede(fetched: Observation, earlier: readonly Observation[]): Observation {
	const lo = Math.max(fetched.lo, ...earlier.map((x) => x.lo));
	return { ...fetched, lo, hi: Math.max(fetched.hi, lo) };
}

function widen(x: Observation, y: Observation): Observation {
	return { subscription: x.subscription, lo: Math.max(x.lo, y.lo), hi: Math.max(x.hi, y.hi) };
}
