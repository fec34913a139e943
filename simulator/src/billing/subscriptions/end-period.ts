// The end of a period: the subscription ends, pauses, or goes on with a new invoice.

import type { Draft } from "../core/draft.ts";
import type { Customer, Invoice, Subscription } from "../core/objects.ts";
import { periodEndAfter } from "../core/time/calendar.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { markUncollectible, voidInvoice } from "../invoices/collect/settle-invoice.ts";
import { finalizeInvoice } from "../invoices/finalize-invoice.ts";
import { stopWithoutMethod } from "./change/change-trial.ts";
import { endScheduled } from "./end/end-subscription.ts";
import { billLastItems } from "./last-invoice.ts";
import { cadenceOf, reviseSubscription, schedulePeriod } from "./start/build-subscription.ts";

/** What the end of the current period brings. */
export function endPeriod(draft: Draft, subscription: Subscription): void {
	if (endWhenDue(draft, subscription)) return;
	if (subscription.status === "trialing") {
		const edit = { before: subscription, changed: subscription };
		if (stopWithoutMethod(draft, edit) !== undefined) return;
	}
	renew(draft, subscription);
}

/** Ends the subscription when its scheduled end has come; what still waits is billed. */
export function endWhenDue(draft: Draft, subscription: Subscription): boolean {
	if (subscription.cancel_at === null || subscription.cancel_at > draft.now) return false;
	billLastItems(draft, endScheduled(draft, subscription));
	return true;
}

/** Recorded: the new period and the draft invoice come at the old period's end, payment an hour later. */
function renew(draft: Draft, before: Subscription): void {
	const customer = draft.get("customer", before.customer);
	if (customer === undefined) return;
	const { rolled, invoice } = billNextPeriod(draft, before, { customer, pending: "include" });
	const { status, items } = rolled;
	const after = reviseSubscription(draft, before, { status, items, latest_invoice: invoice.id });
	schedulePeriod(draft, after);
	carryOn(draft, after, invoice);
}

/** The draft invoice of the items whose period is over, and the subscription with their next periods. */
export function billNextPeriod(
	draft: Draft,
	before: Subscription,
	{ customer, pending }: { customer: Customer; pending: "include" | "exclude" },
): { rolled: Subscription; invoice: Invoice } {
	const over = before.items.data.filter((item) => item.current_period_end <= draft.now);
	const data = before.items.data.map((item) => (over.includes(item) ? next(item, before) : item));
	const status = before.status === "trialing" ? "active" : before.status;
	const rolled = { ...before, status, items: { ...before.items, data } };
	const ids = new Set(over.map(({ id }) => id));
	const invoice = createInvoice(draft, {
		subscription: rolled,
		customer,
		reason: "subscription_cycle",
		period: {
			start: over[0]?.current_period_start ?? draft.now,
			end: over[0]?.current_period_end ?? draft.now,
		},
		autoAdvance: before.status !== "unpaid" && before.pause_collection === null,
		items: data.filter(({ id }) => ids.has(id)),
		pending,
		used: before.status === "trialing" ? [] : over,
	});
	return { rolled, invoice };
}

/** The next period begins where the old one ended, and ends no later than the subscription. */
function next(item: Subscription["items"]["data"][number], subscription: Subscription) {
	const start = item.current_period_end;
	const { billing_cycle_anchor: anchor, cancel_at } = subscription;
	const end = periodEndAfter(start, anchor, cadenceOf(item.price));
	const last = cancel_at === null || cancel_at <= start ? end : Math.min(end, cancel_at);
	return { ...item, current_period_start: start, current_period_end: last };
}

/** The invoice goes on by itself, unless collection is paused: then its fate is settled at once. */
function carryOn(draft: Draft, subscription: Subscription, invoice: Invoice): void {
	const pause = subscription.pause_collection;
	if (pause === null || pause.behavior === "keep_as_draft") {
		if (!invoice.auto_advance) return;
		schedule(draft, "finalize_invoice", invoice.id, draft.now + draft.settings.draftSeconds);
		return;
	}
	const open = finalizeInvoice(draft, invoice, { announced: true, collectible: false });
	if (pause.behavior === "void") voidInvoice(draft, open);
	else markUncollectible(draft, open);
}
