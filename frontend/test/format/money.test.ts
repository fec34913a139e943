// Amounts of money in words.
import fc from "fast-check";
import { expect, it } from "vitest";
import { formatMoney, minorUnitDigits } from "../../src/format/money.ts";

it.each([
	[7900, "usd", "$79"],
	[7950, "usd", "$79.50"],
	[0, "usd", "$0"],
	[199000, "usd", "$1,990"],
	[79000 / 12, "usd", "$65.83"],
	[500, "jpy", "¥500"],
	[100000, "krw", "₩100,000"],
	[5000, "kwd", "KWD 5"],
	[5250, "kwd", "KWD 5.250"],
	[2900, "eur", "€29"],
	[-7900, "usd", "-$79"],
])("writes %d %s as %s", (amount, currency, text) => {
	expect(formatMoney(amount, currency).replace(/\u00a0/g, " ")).toBe(text);
});

it.each([
	["huf", 2],
	["isk", 2],
	["ugx", 2],
	["twd", 2],
	["mga", 0],
	["clp", 0],
	["bhd", 3],
	["USD", 2],
] as const)("counts %s as Stripe does, with %d digits", (currency, digits) => {
	expect(minorUnitDigits(currency)).toBe(digits);
});

it("never loses or invents a minor unit", () => {
	const currency = fc.constantFrom("usd", "jpy", "kwd", "huf", "isk");
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 10_000_000 }), currency, (amount, code) => {
			const plain = formatMoney(amount, code).replace(/[^0-9.]/g, "");
			expect(Math.round(Number(plain) * 10 ** minorUnitDigits(code))).toBe(amount);
		}),
	);
});
