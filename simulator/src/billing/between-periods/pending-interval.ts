// Invoice items that do not wait for the end of a period: billed at an interval of their own.

import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { clearable, hash, integer, oneOf, required, type Values } from "../core/params/params.ts";
import { periodEndAfter } from "../core/time/calendar.ts";
import { schedule, unschedule } from "../core/time/schedule-timer.ts";
import { createInvoice, pendingItems } from "../invoices/build-invoice.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";

export const pendingIntervalParams = {
	pending_invoice_item_interval: clearable(
		hash({
			interval: required(oneOf("day", "week", "month", "year")),
			interval_count: integer(1),
		}),
	),
};
type Sent = Partial<Values<typeof pendingIntervalParams>>;

/** The subscription with this interval, the first one from now; not stored. What was not sent stays. */
export function withPendingInterval(
	draft: Draft,
	subscription: Subscription,
	{ pending_invoice_item_interval: sent }: Sent,
): Subscription {
	if (sent === undefined) return subscription;
	if (sent === null) {
		unschedule(draft, "bill_pending_items", subscription.id);
		const none = { pending_invoice_item_interval: null, next_pending_invoice_item_invoice: null };
		return { ...subscription, ...none };
	}
	const { interval, interval_count = 1 } = sent;
	const next = periodEndAfter(draft.now, draft.now, { interval, count: interval_count });
	schedule(draft, "bill_pending_items", subscription.id, next);
	return {
		...subscription,
		pending_invoice_item_interval: { interval, interval_count },
		next_pending_invoice_item_invoice: next,
	};
}

/**
 * What waits for the subscription is invoiced as if by hand, when there is anything. Emits invoice.created
 * then, and customer.subscription.updated.
 */
export function billPendingItems(draft: Draft, before: Subscription): void {
	const every = before.pending_invoice_item_interval;
	const customer = draft.get("customer", before.customer);
	if (every === null || customer === undefined) return;
	const sent = { ...every, interval: intervals.find((word) => word === every.interval) ?? "month" };
	const after = withPendingInterval(draft, before, { pending_invoice_item_interval: sent });
	const waiting = pendingItems(draft, { customer: before.customer, subscription: before.id });
	if (waiting.length === 0) {
		reviseSubscription(draft, before, after);
		return;
	}
	const invoice = createInvoice(draft, {
		subscription: before,
		customer,
		reason: "manual",
		period: { start: before.items.data[0]?.current_period_start ?? draft.now, end: draft.now },
		autoAdvance: before.status !== "unpaid",
		items: [],
	});
	if (invoice.auto_advance) {
		schedule(draft, "finalize_invoice", invoice.id, draft.now + draft.settings.draftSeconds);
	}
	reviseSubscription(draft, before, { ...after, latest_invoice: invoice.id });
}

const intervals = ["day", "week", "month", "year"] as const;
