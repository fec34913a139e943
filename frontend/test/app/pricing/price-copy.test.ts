// Prices, trials and savings in words.
import { describe, expect, it } from "vitest";
import {
	commonSaving,
	comparisonOf,
	intervalIn,
	savingOf,
	termsOf,
} from "../../../src/app/pricing/price-copy.ts";
import { aPrice, aTier } from "../../support/billing.ts";

const tierAt = (month: number, year: number) =>
	aTier({
		prices: [aPrice({ unit_amount: month }), aPrice({ interval: "year", unit_amount: year })],
	});

it.each([
	["year", "year"],
	["month", "month"],
	[undefined, "month"],
	["decade", "month"],
	[["year"], "month"],
])("reads %j in the address as %s", (value, interval) => {
	expect(intervalIn(value)).toBe(interval);
});

it.each([
	[aPrice(), "7 days free, then $79/month. Cancel any time."],
	[aPrice({ trial_days: 1 }), "1 day free, then $79/month. Cancel any time."],
	[aPrice({ trial_days: 0 }), "$79/month. Cancel any time."],
	[
		aPrice({ interval: "year", unit_amount: 79000 }),
		"7 days free, then $790/year. Cancel any time.",
	],
])("says what a person agrees to", (price, words) => {
	expect(termsOf(price)).toBe(words);
});

it("breaks a yearly price down to the month", () => {
	expect(comparisonOf(aPrice({ interval: "year", unit_amount: 79000 }))).toBe("$65.83 a month");
	expect(comparisonOf(aPrice())).toBe("Billed monthly");
});

describe("what a year saves", () => {
	it.each([
		[7900, 79000, "2 months free"],
		[7900, 86900, "1 month free"],
		[1000, 10200, "Save 15%"],
		[1000, 11999, null],
		[1000, 12000, null],
		[1000, 13000, null],
		[0, 0, null],
	])("at %d a month and %d a year is %s", (month, year, words) => {
		expect(savingOf(tierAt(month, year), "usd")).toBe(words);
	});

	it("is not promised from another currency's price", () => {
		expect(savingOf(tierAt(7900, 79000), "eur")).toBeNull();
	});

	it("stands at the switch only when it holds for every tier", () => {
		expect(commonSaving([tierAt(2900, 29000), tierAt(7900, 79000)], "usd")).toBe("2 months free");
		expect(commonSaving([tierAt(2900, 29000), tierAt(1000, 10200)], "usd")).toBeNull();
		expect(commonSaving([], "usd")).toBeNull();
	});
});
