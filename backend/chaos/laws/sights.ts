// Random sights of one subscription, and sets of them told apart without regard to order.
import fc from "fast-check";
import type { Observation } from "../../src/domain/observation.ts";
import type { Subscription } from "../../src/domain/subscription.ts";
import { seen } from "../../test/domain/builders.ts";

const statuses = [
	"incomplete",
	"trialing",
	"active",
	"past_due",
	"unpaid",
	"paused",
	"canceled",
	"incomplete_expired",
];

/** Few statuses, quantities and seconds, so that agreement and contradiction are both common. */
export const sight: fc.Arbitrary<Observation> = fc
	.record({
		status: fc.constantFrom(...statuses),
		quantity: fc.integer({ min: 1, max: 3 }),
		lo: fc.integer({ min: 0, max: 12 }),
		width: fc.integer({ min: 0, max: 4 }),
	})
	.map(({ status, quantity, lo, width }) => seen({ status, quantity }, lo, lo + width));

export const sights = fc.array(sight, { maxLength: 6 });

/** The same sights in another order, some of them more than once. */
export const sightsTwice = sights.chain((all) =>
	fc.record({
		all: fc.constant(all),
		again: fc
			.tuple(
				fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
				fc.shuffledSubarray(all),
			)
			.map(([whole, some]) => [...some, ...whole]),
	}),
);

export function asSet(state: readonly Observation[]): string[] {
	return state
		.map((x) => `${x.subscription.status} ${x.subscription.quantity} ${x.lo}-${x.hi}`)
		.sort();
}

/** What Stripe went through: each version with the second of its event, never going back in time. */
export interface Version {
	fields: Partial<Subscription>;
	at: number;
}

const ends = ["canceled", "incomplete_expired"];

/** Random histories, in which many versions share a second; only the last may be an end. */
export const history: fc.Arbitrary<Version[]> = fc
	.record({
		steps: fc.array(
			fc.record({
				status: fc.constantFrom("incomplete", "trialing", "active", "past_due", "unpaid"),
				quantity: fc.integer({ min: 1, max: 3 }),
				wait: fc.constantFrom(0, 0, 0, 1, 2),
			}),
			{ minLength: 1, maxLength: 7 },
		),
		end: fc.constantFrom(null, ...ends),
	})
	.map(({ steps, end }) => {
		let at = 10;
		const versions: Version[] = steps.map(({ status, quantity, wait }) => {
			at += wait;
			return { fields: { status, quantity }, at };
		});
		const last = versions.at(-1);
		if (end !== null && last) versions.push({ fields: { ...last.fields, status: end }, at });
		return versions;
	});

/** What a version's event shows. */
export function sightOf(version: Version): Observation {
	return seen(version.fields, version.at);
}

/** What a fetch shows while `version` is the newest, answered at `second` after `took` seconds. */
export function fetchOf(version: Version, second: number, took: number): Observation {
	return seen(version.fields, second - took - 1, second);
}
