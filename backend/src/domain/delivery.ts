// How often, and for how long, it is tried to deliver an effect.

const minute = 60;
const hour = 60 * minute;

// Source: Standard Webhooks, deliverability: more than three days, so that a long weekend is covered.
const delaysSeconds = [
	5,
	5 * minute,
	30 * minute,
	2 * hour,
	5 * hour,
	10 * hour,
	14 * hour,
	20 * hour,
	24 * hour,
];

/** Seconds until the next try after so many have failed; null when that was the last one. */
export function retryDelay(attempts: number): number | null {
	return delaysSeconds[attempts - 1] ?? null;
}

/**
 * What became of a try: `sent`; `skipped`, since there is nobody to tell; `retry` for a fault that may
 * pass; `refused` for good; `gone` when the receiver wants nothing any more.
 */
export type Delivered =
	| { outcome: "sent" }
	| { outcome: "skipped" | "retry" | "refused" | "gone"; reason: string };
