// Period arithmetic as Stripe does it: in UTC, and never past the end of a month.
export type Interval = "day" | "week" | "month" | "year";

const secondsOf = { day: 86_400, week: 604_800 };

export interface Cadence {
	interval: Interval;
	count: number;
}

/**
 * The first period boundary after `start` for a subscription anchored at `anchor`; unix seconds. The day
 * of the anchor is kept and clamped to the month's end: 31 January, 28 February, 31 March.
 */
export function periodEndAfter(start: number, anchor: number, cadence: Cadence): number {
	if (cadence.interval === "day" || cadence.interval === "week") {
		const length = secondsOf[cadence.interval] * cadence.count;
		return anchor + (Math.floor((start - anchor) / length) + 1) * length;
	}
	const step = cadence.count * (cadence.interval === "year" ? 12 : 1);
	let index = Math.floor(monthsBetween(anchor, start) / step) - 1;
	while (addMonths(anchor, index * step) <= start) index += 1;
	return addMonths(anchor, index * step);
}

/**
 * The whole period of a cadence that `at` lies in, whether or not an item's own period began later or ends
 * earlier. Unix seconds; `at` is in `[start, end)`.
 */
export function wholePeriodAt(
	at: number,
	anchor: number,
	cadence: Cadence,
): { start: number; end: number } {
	const end = periodEndAfter(at, anchor, cadence);
	if (cadence.interval === "day" || cadence.interval === "week") {
		return { start: end - secondsOf[cadence.interval] * cadence.count, end };
	}
	const step = cadence.count * (cadence.interval === "year" ? 12 : 1);
	return { start: addMonths(anchor, monthsBetween(anchor, end) - step), end };
}

function monthsBetween(from: number, to: number): number {
	const [first, last] = [new Date(from * 1000), new Date(to * 1000)];
	return (
		(last.getUTCFullYear() - first.getUTCFullYear()) * 12 +
		(last.getUTCMonth() - first.getUTCMonth())
	);
}

/** The same time of day `months` later, on the same day of the month or its last. Unix seconds. */
export function addMonths(from: number, months: number): number {
	const date = new Date(from * 1000);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + months);
	const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, lastDay));
	return Math.floor(date.getTime() / 1000);
}
