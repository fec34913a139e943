// A paused subscription goes on.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Subscription } from "../../core/objects.ts";
import { hash, oneOf, required, timestamp, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { periodEndAfter, wholePeriodAt } from "../../core/time/calendar.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { collectInvoice, findMethod } from "../../invoices/collect/collect-invoice.ts";
import { followOutcome } from "../../invoices/collect/follow-outcome.ts";
import { prorate } from "../../prorations/prorate.ts";
import { recordProrations } from "../../prorations/record-prorations.ts";
import { openNow } from "../change/charge-now.ts";
import { prorationBehavior } from "../change/update-subscription.ts";
import { cadenceOf, reviseSubscription } from "../start/build-subscription.ts";
import { activateResumed } from "./resumption.ts";

export const subscriptionResumeParams = {
	billing_cycle_anchor: hash({ type: required(oneOf("now", "unchanged")) }),
	payment_behavior: oneOf("resume_on_payment_attempt", "resume_on_payment_success"),
	proration_behavior: prorationBehavior,
	proration_date: timestamp(),
};
type Params = Partial<Values<typeof subscriptionResumeParams>>;

/**
 * The resumption is invoiced. By default it is charged within the request and the subscription is active
 * or past due; with resume_on_payment_success it stays paused until the invoice is paid, for 23 hours.
 * Emits the invoice's events, customer.subscription.updated and .resumed. Error: it is not paused.
 */
export function resumeSubscription(draft: Draft, id: string, params: Params): Subscription {
	const before = getRecord(draft, "subscription", { id });
	if (before.status !== "paused") {
		throw invalidRequest(
			`This subscription cannot be resumed because its status is ${before.status}.`,
		);
	}
	const keeps = params.billing_cycle_anchor?.type === "unchanged";
	const changed = keeps ? rejoined(draft, before) : startedOver(draft, before);
	if (keeps) debitRemainder(draft, changed, params);
	const atOnce = !keeps || params.proration_behavior === "always_invoice";
	const invoice = atOnce ? openNow(draft, changed, keeps ? [] : changed.items.data) : null;
	if (invoice === null) return activateResumed(draft, before, changed);
	const latest = { ...changed, latest_invoice: invoice.id };
	if (params.payment_behavior === "resume_on_payment_success" && invoice.amount_due > 0) {
		schedule(draft, "expire_resumption", id, draft.now + draft.settings.resumptionSeconds);
		return reviseSubscription(draft, before, latest);
	}
	const method = findMethod(draft, before, invoice);
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	const active = activateResumed(draft, before, latest);
	return followOutcome(draft, { subscription: active, invoice }, outcome);
}

/** A new period for every item, from now on. */
function startedOver(draft: Draft, before: Subscription): Subscription {
	const data = before.items.data.map((item) => ({
		...item,
		current_period_start: draft.now,
		current_period_end: cutAt(before, periodEndAfter(draft.now, draft.now, cadenceOf(item.price))),
	}));
	return { ...before, billing_cycle_anchor: draft.now, items: { ...before.items, data } };
}

/** The period every item would be in if it had never been paused. */
function rejoined(draft: Draft, before: Subscription): Subscription {
	const data = before.items.data.map((item) => {
		const whole = wholePeriodAt(draft.now, before.billing_cycle_anchor, cadenceOf(item.price));
		return {
			...item,
			current_period_start: whole.start,
			current_period_end: cutAt(before, whole.end),
		};
	});
	return { ...before, items: { ...before.items, data } };
}

/** No period goes on beyond the end that was asked for. */
function cutAt({ cancel_at }: Subscription, end: number): number {
	return cancel_at === null ? end : Math.min(end, cancel_at);
}

function debitRemainder(draft: Draft, changed: Subscription, params: Params): void {
	if (params.proration_behavior === "none") return;
	const nothing = { ...changed, items: { ...changed.items, data: [] } };
	const at = params.proration_date ?? draft.now;
	const prorations = prorate(draft, { before: nothing, after: changed, at, restarts: false });
	recordProrations(draft, changed, prorations);
}
