// Turns instants of the simulated clock into dates people read; always UTC, as Stripe's invoices are.
import { spokenLocale } from "./locale.ts";

/** Formats are costly to make and few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatAs(seconds: number, style: Intl.DateTimeFormatOptions): string {
	const locale = spokenLocale();
	const key = `${locale} ${style.dateStyle} ${style.timeStyle}`;
	const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" });
	formats.set(key, known);
	return known.format(new Date(seconds * 1000));
}

/** Seconds in a day; the simulated clock knows no leap seconds. */
export const daySeconds = 86_400;

/** "November 29, 2026" from unix seconds. */
export function formatDate(seconds: number): string {
	return formatAs(seconds, { dateStyle: "long" });
}

/** "Nov 29, 2026" from unix seconds, for tables. */
export function formatShortDate(seconds: number): string {
	return formatAs(seconds, { dateStyle: "medium" });
}

/** "Nov 29, 2026, 7:42 PM UTC" from unix seconds. */
export function formatInstant(seconds: number): string {
	return `${formatAs(seconds, { dateStyle: "medium", timeStyle: "short" })} UTC`;
}
