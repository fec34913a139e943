import { describe, expect, test } from "vitest";
import { billing } from "../../billing.config.ts";
import {
	type Catalog,
	defineBilling,
	findTier,
	pricesOf,
	tierRank,
} from "../../src/domain/catalog.ts";

const [freelancer, founder] = billing.tiers as [Catalog["tiers"][0], Catalog["tiers"][0]];

function withPrice(fields: Record<string, unknown>): Catalog {
	const prices = [{ ...founder.prices[0]!, ...fields }];
	return { ...billing, tiers: [{ ...founder, prices }] };
}

describe("a catalogue is refused with", () => {
	const faults: [string, Catalog, RegExp][] = [
		["a tier twice", { ...billing, tiers: [founder, founder] }, /tier "founder" stands twice/],
		[
			"a lookup key twice",
			{ ...billing, tiers: [freelancer, { ...founder, prices: freelancer.prices }] },
			/lookup key "freelancer_month_v1" twice/,
		],
		["a broken amount", withPrice({ unitAmount: 79.5 }), /unitAmount of "founder_month_v1"/],
		["a negative amount", withPrice({ unitAmount: -1 }), /unitAmount of "founder_month_v1"/],
		["an amount beyond numbers", withPrice({ unitAmount: 2 ** 53 }), /unitAmount of/],
		[
			"half a day of trial",
			{ ...billing, trial: { ...billing.trial, days: 0.5 } },
			/0.5 is not a whole number/,
		],
		["a negative grace", { ...billing, graceDays: -1 }, /-1 is not a whole number of days/],
		[
			"a tier name of every object",
			{ ...billing, tiers: [{ ...founder, tierName: "__proto__" }] },
			/tier name "__proto__" must be lower case/,
		],
		[
			"a tier name for people",
			{ ...billing, tiers: [{ ...founder, tierName: "Founder" }] },
			/tier name "Founder" must be lower case/,
		],
	];
	test.each(faults)("%s", (_what, catalog, words) => {
		expect(() => defineBilling(catalog)).toThrow(words);
	});

	test("all its faults at once", () => {
		const both = { ...withPrice({ unitAmount: -1 }), graceDays: 1.5 };
		expect(() => defineBilling(both)).toThrow(/unitAmount.*; 1.5 is not/);
	});
});

test("the example catalogue is sound, and cannot be changed while it runs", () => {
	expect(Object.isFrozen(billing)).toBe(true);
	expect(pricesOf(billing)).toHaveLength(6);
	for (const tier of billing.tiers)
		expect(tier.prices.map((price) => price.interval).sort()).toEqual(["month", "year"]);
});

test("a tier is found by its own name only", () => {
	expect(findTier(billing, "founder")?.displayName).toBe("Founder");
	for (const word of ["__proto__", "constructor", "toString", "Founder", ""])
		expect(findTier(billing, word)).toBeUndefined();
});

test("tiers rank as they stand, and one that is gone ranks below all", () => {
	const ranks = ["freelancer", "founder", "empire"].map((name) => tierRank(billing, name));
	expect(ranks).toEqual([0, 1, 2]);
	expect([tierRank(billing, null), tierRank(billing, "gone")]).toEqual([-1, -1]);
});
