// The rules a card must obey, against tables of right and wrong ones.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	checkCardNumber,
	checkExpiry,
	checkSecurityCode,
	passesLuhn,
} from "../../src/pages/card/card-rules.ts";
import { testCards } from "../../src/pages/card/test-cards.ts";

/** 22 November 2026, 19:42 UTC. */
const now = Date.UTC(2026, 10, 22, 19, 42) / 1000;

describe("card number", () => {
	it.each(["378282246310005", "5555555555554444", "6011111111111117", "30569309025904"])(
		"%s passes the check digit",
		(number) => expect(checkCardNumber(number)).toEqual({ value: number }),
	);

	it.each(testCards)("$number of the picker can be typed", ({ number }) =>
		expect(checkCardNumber(number)).toEqual({ value: number }),
	);

	it("is read through spaces and dashes", () => {
		expect(checkCardNumber("4242 4242-4242 4242")).toEqual({ value: "4242424242424242" });
	});

	it.each([
		["", "Your card number is incomplete."],
		["4242 4242", "Your card number is incomplete."],
		["4242424242424241", "Your card number is invalid."],
		["42424242424242424242", "Your card number is invalid."],
		["4242424242424242x", "Your card number is invalid."],
		["٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "Your card number is invalid."],
	])("%j is refused: %s", (typed, error) => expect(checkCardNumber(typed)).toEqual({ error }));

	it("notices every single wrong digit", () => {
		const wrongDigit = fc.record({ at: fc.nat(15), by: fc.integer({ min: 1, max: 9 }) });
		fc.assert(
			fc.property(wrongDigit, ({ at, by }) => {
				const digits = [..."4242424242424242"];
				digits[at] = String((Number(digits[at]) + by) % 10);
				expect(passesLuhn(digits.join(""))).toBe(false);
			}),
		);
	});

	it("has exactly one right last digit for any beginning", () => {
		const beginning = fc.stringMatching(/^[0-9]{11,18}$/);
		fc.assert(
			fc.property(beginning, (digits) => {
				const right = [..."0123456789"].filter((last) => passesLuhn(digits + last));
				expect(right).toHaveLength(1);
			}),
		);
	});
});

describe("expiration", () => {
	it.each([
		["12/34", 12, 2034],
		["12 / 34", 12, 2034],
		["1/34", 1, 2034],
		["1234", 12, 2034],
		["122034", 12, 2034],
		["01-2030", 1, 2030],
		["11/26", 11, 2026],
		["12/76", 12, 2076],
	])("%s is month %i of %i", (typed, month, year) =>
		expect(checkExpiry(typed, now)).toEqual({ value: { month, year } }),
	);

	it.each([
		["", "Your card's expiration date is incomplete."],
		["12", "Your card's expiration date is incomplete."],
		["12/3", "Your card's expiration date is incomplete."],
		["soon", "Your card's expiration date is incomplete."],
		["13/30", "Your card's expiration date is invalid."],
		["00/30", "Your card's expiration date is invalid."],
		["10/26", "Your card's expiration date is in the past."],
		["12/25", "Your card's expiration year is in the past."],
		["12/1999", "Your card's expiration year is in the past."],
		["12/77", "Your card's expiration year is invalid."],
	])("%j is refused: %s", (typed, error) => expect(checkExpiry(typed, now)).toEqual({ error }));

	it("works until the last second of its month and not one longer, on the simulated clock", () => {
		const end = Date.UTC(2026, 11, 1) / 1000;
		expect(checkExpiry("11/26", end - 1)).toHaveProperty("value");
		expect(checkExpiry("11/26", end)).toHaveProperty("error");
	});
});

describe("security code", () => {
	it.each(["123", "0000"])("%s is taken", (typed) =>
		expect(checkSecurityCode(typed)).toEqual({ value: typed }),
	);

	it.each([
		["", "Your card's security code is incomplete."],
		["12", "Your card's security code is incomplete."],
		["12345", "Your card's security code is invalid."],
		["12a", "Your card's security code is invalid."],
	])("%j is refused: %s", (typed, error) => expect(checkSecurityCode(typed)).toEqual({ error }));
});
