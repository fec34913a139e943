// Ending a subscription by request.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Subscription } from "../../core/objects.ts";
import { boolean, clearable, hash, oneOf, text, type Values } from "../../core/params/params.ts";
import { missingResource } from "../../core/stripe-error.ts";
import { prorate } from "../../prorations/prorate.ts";
import { recordProrations } from "../../prorations/record-prorations.ts";
import { billLastItems } from "../last-invoice.ts";
import { terminalStatuses } from "../status.ts";
import { cancelNow } from "./end-subscription.ts";

const feedbackWords = [
	"customer_service",
	"low_quality",
	"missing_features",
	"other",
	"switched_service",
	"too_complex",
	"too_expensive",
	"unused",
] as const;

export const cancellationDetails = hash({
	comment: clearable(text()),
	feedback: clearable(oneOf(...feedbackWords)),
});
export const subscriptionCancelParams = {
	cancellation_details: cancellationDetails,
	invoice_now: boolean(),
	prorate: boolean(),
};

/**
 * DELETE of a subscription: canceled from now on. Emits customer.subscription.deleted alone, unless unused
 * time is to be credited or what waits is to be billed.
 */
export function cancelSubscription(
	draft: Draft,
	id: string,
	params: Partial<Values<typeof subscriptionCancelParams>>,
): Subscription {
	const subscription = getRecord(draft, "subscription", { id });
	if (terminalStatuses.has(subscription.status)) throw missingResource("subscription", id);
	if (params.prorate === true) creditUnused(draft, subscription);
	const ended = cancelNow(draft, subscription, { details: params.cancellation_details });
	return params.invoice_now === true ? billLastItems(draft, ended) : ended;
}

function creditUnused(draft: Draft, before: Subscription): void {
	const after = { ...before, items: { ...before.items, data: [] } };
	const prorations = prorate(draft, { before, after, at: draft.now, restarts: false });
	recordProrations(draft, before, prorations);
}
