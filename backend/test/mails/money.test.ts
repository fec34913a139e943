import { expect, test } from "vitest";
import { formatInstant, formatMoney } from "../../src/mails/money.ts";

test.each([
	[7900, "usd", "$79.00"],
	[5, "eur", "€0.05"],
	[123_456_789, "usd", "$1,234,567.89"],
	[7900, "jpy", "¥7,900"],
	[7900, "krw", "₩7,900"],
	[500, "clp", "CLP 500"],
	[7900, "kwd", "KWD 7.900"],
	[7900, "bhd", "BHD 7.900"],
	[790_000, "isk", "ISK 7,900"],
	[790_050, "ugx", "UGX 7,900.50"],
	[7900, "huf", "HUF 79.00"],
	[500, "mga", "MGA 500"],
	[0, "gbp", "£0.00"],
	[-7900, "usd", "-$79.00"],
])("%i in %s is %s", (amount, currency, words) => {
	expect(formatMoney(amount, currency)).toBe(words);
});

test("an instant is said in UTC, whatever the machine's zone", () => {
	expect(formatInstant(new Date("2026-12-31T23:59:59Z"))).toBe("31 December 2026, 23:59 UTC");
});
