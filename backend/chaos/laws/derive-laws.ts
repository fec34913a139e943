// The laws of the reduction: it answers for whatever Stripe may say, and what it does not know grants nothing.
import assert from "node:assert/strict";
import fc from "fast-check";
import { billing as catalog } from "../../billing.config.ts";
import { accessOf } from "../../src/domain/access.ts";
import { reduceBilling } from "../../src/domain/billing-state.ts";
import { decideCustomer, type TieredObservation } from "../../src/domain/decide-customer.ts";
import type { Grant } from "../../src/domain/grant.ts";
import { subscriptionStatuses, type TieredSubscription } from "../../src/domain/subscription.ts";
import { withTier } from "../../src/domain/tiering.ts";
import { aSubscription } from "../../test/domain/builders.ts";
import { aLaw, type Law } from "./law.ts";

const now = new Date("2026-03-01T00:00:00Z");
const ofPrice = new Map([
	["price_freelancer", "freelancer"],
	["price_founder", "founder"],
	["price_empire", "empire"],
	["price_gone", "a tier that left the catalogue"],
]);
const rules = { catalog, ofPrice, now };

const status = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom(...subscriptionStatuses) },
	{ weight: 1, arbitrary: fc.constantFrom("", "a word of next year", "__proto__", "ACTIVE") },
	{ weight: 1, arbitrary: fc.string() },
);
const instant = fc.option(fc.date({ noInvalidDate: true }), { nil: null });
const item = fc.record({
	priceId: fc.constantFrom(...ofPrice.keys(), "price_unknown", "constructor", null),
	quantity: fc.integer({ min: 0, max: 5 }),
	interval: fc.constantFrom("month", "year", "fortnight", null),
	unitAmount: fc.constantFrom(0, 7900, null),
	currentPeriodStartsAt: instant,
	currentPeriodEndsAt: instant,
});

/** Any mix of status, prices, items and dates, with what is known and what is not. */
const subscription: fc.Arbitrary<TieredSubscription> = fc
	.record({
		id: fc.constantFrom("sub_1", "sub_2", "sub_3", "sub_4"),
		status,
		items: fc.array(item, { maxLength: 3 }),
		startedAt: fc.date({ noInvalidDate: true }),
		trialEndsAt: instant,
		cancelsAt: instant,
		endedAt: instant,
		currentPeriodStartsAt: instant,
		currentPeriodEndsAt: instant,
	})
	.map((fields) => withTier(aSubscription({ ...fields, tierName: null }), rules, null));

const distinct = fc.uniqueArray(subscription, { maxLength: 4, selector: ({ id }) => id });

const grant: fc.Arbitrary<Grant> = fc.record({
	id: fc.constantFrom("g1", "g2", "g3"),
	tierName: fc.constantFrom("freelancer", "empire", "unknown"),
	startsAt: fc.date({ noInvalidDate: true }),
	endsAt: instant,
	revokedAt: instant,
});

const grantingWords = new Set(["trialing", "active", "past_due"]);

export const deriveLaws: Law[] = [
	aLaw(
		"the reduction answers for every mix of statuses, prices, items and grants",
		fc.property(distinct, fc.array(grant, { maxLength: 3 }), (subscriptions, grants) => {
			const state = reduceBilling({ subscriptions, grants, now }, catalog);
			assert.equal(state.deciding === null, subscriptions.length === 0);
			assert.ok(["full", "grace", "blocked"].includes(accessOf(state, catalog, now)));
		}),
	),
	aLaw(
		"the reduction does not depend on the order of the subscriptions",
		fc.property(
			distinct.chain((all) =>
				fc.tuple(
					fc.constant(all),
					fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
				),
			),
			([all, shuffled]) => {
				const reduce = (subscriptions: TieredSubscription[]) => {
					const state = reduceBilling({ subscriptions, grants: [], now }, catalog);
					return [state.status, state.tierName, state.deciding?.id];
				};
				assert.deepEqual(reduce(shuffled), reduce(all));
			},
		),
	),
	aLaw(
		"a status that nobody knows opens nothing, and does not outrank one that does",
		fc.property(distinct, (subscriptions) => {
			const state = reduceBilling({ subscriptions, grants: [], now }, catalog);
			const access = accessOf(state, catalog, now);
			if (!subscriptions.some((s) => grantingWords.has(s.status))) assert.equal(access, "blocked");
			const isKnown = (s: TieredSubscription) =>
				subscriptionStatuses.some((word) => word === s.status);
			if (state.deciding && subscriptions.some(isKnown)) assert.ok(isKnown(state.deciding));
		}),
	),
	aLaw(
		"a price that nobody knows gives no tier, and takes none away",
		fc.property(subscription, fc.constantFrom(null, "founder"), (one, before) => {
			const tiered = withTier(one, rules, before);
			if (one.items.every(({ priceId }) => !ofPrice.has(priceId ?? "")))
				assert.equal(tiered.tierName, before);
			else assert.ok([...ofPrice.values()].includes(tiered.tierName ?? ""));
		}),
	),
	aLaw(
		"a decision is always reached or asks for named subscriptions, and is the same the second time",
		fc.property(
			fc.array(fc.tuple(subscription, fc.nat(6)), { maxLength: 5 }),
			distinct,
			(seenOf, kept) => {
				const stored: TieredObservation[] = kept.map((one) => ({
					subscription: one,
					lo: 3,
					hi: 3,
				}));
				const sights = seenOf.map(([one, lo]) => ({ subscription: one, lo, hi: lo }));
				const view = {
					customerId: "cus_1",
					user: null,
					stored,
					grants: [],
					attended: new Set<string>(),
				};
				const { decision, tied } = decideCustomer(view, { sights, fetched: null }, rules);
				if (!decision) return assert.ok(tied && tied.length > 0);
				const again = { ...view, stored: decision.state };
				const second = decideCustomer(again, { sights, fetched: null }, rules);
				assert.deepEqual(second.decision?.changed, []);
				assert.equal(second.decision?.billing.status, decision.billing.status);
			},
		),
	),
];
