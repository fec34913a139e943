// Pausing a subscription: nothing is provided and nothing is billed until it is resumed.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Subscription } from "../../core/objects.ts";
import { hash, oneOf, required, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { prorate } from "../../prorations/prorate.ts";
import { recordProrations } from "../../prorations/record-prorations.ts";
import { chargeNow } from "../change/charge-now.ts";
import { reviseSubscription, stopPeriod } from "../start/build-subscription.ts";
import { pausedSince } from "./paused-since.ts";

export const subscriptionPauseParams = {
	bill_for: hash({
		outstanding_usage_through: hash({ type: required(oneOf("none", "now")) }),
		unused_time_from: hash({
			type: required(oneOf("item_current_period_start", "none", "now")),
		}),
	}),
	invoicing_behavior: oneOf("invoice", "pending_invoice_item"),
	type: oneOf("subscription"),
};

/**
 * The subscription is paused and its items' periods end now; unused time is credited from the instant
 * asked for. Emits customer.subscription.updated and .paused. Errors: what cannot be paused.
 */
export function pauseSubscription(
	draft: Draft,
	id: string,
	params: Partial<Values<typeof subscriptionPauseParams>>,
): Subscription {
	const before = getRecord(draft, "subscription", { id });
	refuseUnpausable(before);
	creditUnused(draft, before, params.bill_for?.unused_time_from?.type ?? "now");
	stopPeriod(draft, id);
	const data = before.items.data.map((item) => ({ ...item, current_period_end: draft.now }));
	const changed = {
		...before,
		...pausedSince(draft, "pause_requested"),
		items: { ...before.items, data },
		status: "paused",
	};
	const billed = params.invoicing_behavior === "invoice" ? chargeNow(draft, changed, []) : null;
	const paused = reviseSubscription(draft, before, {
		...changed,
		...(billed === null ? {} : { latest_invoice: billed.invoice.id }),
	});
	draft.emit("customer.subscription.paused", paused);
	return paused;
}

function creditUnused(
	draft: Draft,
	before: Subscription,
	from: "item_current_period_start" | "none" | "now",
): void {
	if (from === "none") return;
	const starts = before.items.data.map((item) => item.current_period_start);
	const at = from === "now" ? draft.now : Math.min(...starts);
	const after = { ...before, items: { ...before.items, data: [] } };
	recordProrations(draft, before, prorate(draft, { before, after, at, restarts: false }));
}

/** Documented: classic, sent, trialing, unfinished or scheduled subscriptions cannot be paused. */
function refuseUnpausable(subscription: Subscription): void {
	const { billing_mode, collection_method, schedule, status } = subscription;
	const reason =
		billing_mode.type === "classic"
			? "its billing mode is classic"
			: collection_method === "send_invoice"
				? "its invoices are sent"
				: schedule !== null
					? "a schedule is attached to it"
					: null;
	if (reason === null && ["active", "past_due", "unpaid"].includes(status)) return;
	throw invalidRequest(
		`This subscription cannot be paused because ${reason ?? `its status is ${status}`}.`,
	);
}
