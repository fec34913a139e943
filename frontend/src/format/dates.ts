// Writes instants for people.

const day = new Intl.DateTimeFormat("en-US", {
	month: "short",
	day: "numeric",
	year: "numeric",
	timeZone: "UTC",
});

const minute = new Intl.DateTimeFormat("en-US", {
	dateStyle: "long",
	timeStyle: "short",
	timeZone: "UTC",
});

/**
 * An ISO 8601 instant as a day, "Nov 29, 2026". In UTC, as Stripe's own invoices and mails are, so
 * that no two pages name different days for one charge.
 */
export function formatDay(instant: string): string {
	return day.format(new Date(instant));
}

/** An ISO 8601 instant to the minute, "November 29, 2026 at 7:42 PM UTC". */
export function formatMinute(instant: string): string {
	return `${minute.format(new Date(instant))} UTC`;
}
