// How the invoices of a subscription are collected.
import type { Subscription } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";

/** Charged automatically, or sent and due some days later. Error: sending without days. */
export function collectionFields(
	method: string,
	days: number | null,
): Pick<Subscription, "collection_method" | "days_until_due"> {
	const sends = method === "send_invoice";
	if (sends && days === null) {
		throw invalidRequest(
			"You must pass `days_until_due` when `collection_method` is `send_invoice`.",
			{ code: "parameter_missing", param: "days_until_due" },
		);
	}
	return { collection_method: method, days_until_due: sends ? days : null };
}
