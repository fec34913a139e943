// Money, dates and prices as people read them.
import { describe, expect, it } from "vitest";
import { formatDate, formatInstant } from "../../src/pages/words/dates.ts";
import { formatMoney } from "../../src/pages/words/money.ts";
import {
	priceWords,
	productWords,
	recurringTotal,
	rhythm,
} from "../../src/pages/words/price-words.ts";
import { aLine } from "./a-view.ts";

describe("money", () => {
	it.each([
		[7900, "usd", "$79.00"],
		[0, "usd", "$0.00"],
		[-1250, "usd", "-$12.50"],
		[123456789, "eur", "€1,234,567.89"],
		[0.5, "usd", "$0.005"],
		[12.345, "eur", "€0.12345"],
		[500, "jpy", "¥500"],
		[1000, "clp", "CLP\u00a01,000"],
		[5120, "kwd", "KWD\u00a05.120"],
	])("%i %s is %s", (amount, currency, words) => expect(formatMoney(amount, currency)).toBe(words));

	it.each([
		[1045, "huf", "HUF\u00a010.45"],
		[1045, "all", "ALL\u00a010.45"],
		[500, "isk", "ISK\u00a05"],
		[500, "ugx", "UGX\u00a05"],
	])("%i %s follows Stripe's minor units where Intl has others: %s", (amount, currency, words) =>
		expect(formatMoney(amount, currency)).toBe(words),
	);
});

describe("dates", () => {
	it("stay in UTC at both ends of a day", () => {
		const midnight = Date.UTC(2026, 10, 29) / 1000;
		expect(formatDate(midnight)).toBe("November 29, 2026");
		expect(formatDate(midnight - 1)).toBe("November 28, 2026");
	});

	it("name their zone when they show a time", () => {
		const text = formatInstant(Date.UTC(2026, 10, 22, 19, 42) / 1000);
		expect(text.replace(/\s/g, " ")).toBe("Nov 22, 2026, 7:42 PM UTC");
	});
});

describe("prices", () => {
	it("name their rhythm", () => {
		expect(rhythm("month", 1)).toBe("per month");
		expect(rhythm("month", 3)).toBe("every 3 months");
	});

	it("count all seats", () => {
		expect(priceWords(aLine({ unitAmount: 1000, quantity: 5 }))).toBe("$50.00 per month");
	});

	it("add up over lines that renew together", () => {
		const lines = [aLine({ unitAmount: 7900 }), aLine({ unitAmount: 500, quantity: 2 })];
		expect(recurringTotal(lines)?.unitAmount).toBe(8900);
	});

	it.each([{ interval: "year" as const }, { intervalCount: 3 }, { currency: "eur" }])(
		"do not add up with a line that differs in %j",
		(other) => expect(recurringTotal([aLine({}), aLine(other)])).toBeNull(),
	);

	it("say how many products there are", () => {
		expect(productWords([aLine({})])).toBe("Founder");
		expect(productWords([aLine({}), aLine({}), aLine({})])).toBe("Founder and 2 more");
	});
});
