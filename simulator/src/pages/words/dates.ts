// Turns instants of the simulated clock into dates people read; always UTC, as Stripe's invoices are.

const dayFormat = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
const shortDayFormat = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });
const minuteFormat = new Intl.DateTimeFormat("en-US", {
	dateStyle: "medium",
	timeStyle: "short",
	timeZone: "UTC",
});

/** Seconds in a day; the simulated clock knows no leap seconds. */
export const daySeconds = 86_400;

/** "November 29, 2026" from unix seconds. */
export function formatDate(seconds: number): string {
	return dayFormat.format(new Date(seconds * 1000));
}

/** "Nov 29, 2026" from unix seconds, for tables. */
export function formatShortDate(seconds: number): string {
	return shortDayFormat.format(new Date(seconds * 1000));
}

/** "Nov 29, 2026, 7:42 PM UTC" from unix seconds. */
export function formatInstant(seconds: number): string {
	return `${minuteFormat.format(new Date(seconds * 1000))} UTC`;
}
