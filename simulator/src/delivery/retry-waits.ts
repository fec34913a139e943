// How long to wait before an event that was not taken is sent again.
import type { Settings } from "../billing/settings.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits before the second, third, … attempt, in milliseconds of wall time. */
export const retryWaits: Readonly<Record<Settings["deliveryRetries"], readonly number[]>> = {
	quick: [
		second,
		5 * second,
		30 * second,
		2 * minute,
		10 * minute,
		hour,
		6 * hour,
		24 * hour,
		40 * hour,
	],
	sandbox: [10 * minute, hour],
	live: [
		5 * minute,
		30 * minute,
		2 * hour,
		5 * hour,
		10 * hour,
		10 * hour,
		12 * hour,
		16 * hour,
		16 * hour,
	],
};
