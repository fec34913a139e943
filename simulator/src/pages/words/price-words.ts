// Says prices, quantities and rhythms of payment in plain English.

import type { CheckoutLine } from "../pages-billing.ts";
import { formatMoney } from "./money.ts";

/** "per month", or "every 3 months" for any other count. */
export function rhythm(interval: string, count: number): string {
	return count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;
}

/** "every month" or "every 3 months", for use inside a sentence. */
export function repetition(interval: string, count: number): string {
	return count === 1 ? `every ${interval}` : rhythm(interval, count);
}

/** What all renewing lines cost together each time, or `null` when they do not renew together. */
export function recurringTotal(lines: readonly CheckoutLine[]): CheckoutLine | null {
	const [first, ...rest] = lines.filter(({ interval }) => interval !== null);
	if (first === undefined) return null;
	const together = rest.every(
		(line) =>
			line.interval === first.interval &&
			line.intervalCount === first.intervalCount &&
			line.currency === first.currency,
	);
	if (!together) return null;
	const amount = [first, ...rest].reduce((sum, line) => sum + line.amount, 0);
	return { ...first, amount, unitAmount: amount, quantity: 1 };
}

/** "$79.00 per month"; "$79.00" where it is paid once. */
export function priceWords({ amount, currency, interval, intervalCount }: CheckoutLine): string {
	const money = formatMoney(amount, currency);
	return interval === null ? money : `${money} ${rhythm(interval, intervalCount)}`;
}

/** "Founder", or "Founder and 2 more". */
export function productWords(lines: readonly CheckoutLine[]): string {
	const name = lines[0]?.productName ?? "your subscription";
	return lines.length > 1 ? `${name} and ${lines.length - 1} more` : name;
}

/** "1 month", "3 months". */
export function dayOrCount(count: number, unit: string): string {
	return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** "1 day", "7 days". */
export function dayCount(days: number): string {
	return days === 1 ? "1 day" : `${days} days`;
}
