// Stripe's own data beside the project: request sequences and recorded conversations.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../shared/stripe/", import.meta.url);

/** Whether the data is there; without it nothing can be compared, and whoever asks says so. */
export const hasStripeData = existsSync(folder);

/** The text of a file of the data. */
export function readData(path: string): string {
	return readFileSync(new URL(path, folder), "utf8");
}

/** Names of the files in a folder of the data, in order; none when there is no data. */
export function listData(path: string): string[] {
	return hasStripeData ? readdirSync(new URL(path, folder)).toSorted() : [];
}
