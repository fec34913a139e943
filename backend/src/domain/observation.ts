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
 * The join: the maximal elements of the union, each once. Commutative, associative and idempotent, so
 * neither the order nor the number of deliveries matters.
 */
export function join(observations: readonly Observation[]): Observation[] {
	const maximal = observations.filter((x) => !observations.some((y) => precedes(x, y)));
	return maximal.filter((x, at) => maximal.findIndex((y) => sameObservation(x, y)) === at);
}

/**
 * The one state that the maximal elements agree on, or null when they contradict each other, which
 * only a fetch can settle. The state was true at an instant of each of its intervals, so the
 * latest such instant lies between the highest `lo` and the highest `hi`.
 */
export function agreed(maximal: readonly Observation[]): Observation | null {
	const [first] = maximal;
	if (!first) return null;
	const { subscription } = first;
	if (!maximal.every((x) => sameSubscription(x.subscription, subscription))) return null;
	const lo = Math.max(...maximal.map((x) => x.lo));
	const hi = Math.max(...maximal.map((x) => x.hi));
	return { subscription, lo, hi };
}

/**
 * The fetch as the state. Sent under the customer's lock after `earlier` had been seen, it is younger
 * than all of them whatever the clocks say, so its interval is raised to theirs.
 */
export function supersede(fetched: Observation, earlier: readonly Observation[]): Observation {
	const lo = Math.max(fetched.lo, ...earlier.map((x) => x.lo));
	return { ...fetched, lo, hi: Math.max(fetched.hi, lo) };
}

function sameObservation(x: Observation, y: Observation): boolean {
	return x.lo === y.lo && x.hi === y.hi && sameSubscription(x.subscription, y.subscription);
}
