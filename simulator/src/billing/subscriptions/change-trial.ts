// Ending a trial early, or later than planned.
import { periodEndAfter } from "../core/calendar.ts";
import type { Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { unschedule } from "../core/timers.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { collectInvoice, findMethod, followOutcome } from "../invoices/collect-invoice.ts";
import { finalizeInvoice } from "../invoices/finalize-invoice.ts";
import { cadenceOf, reviseSubscription, schedulePeriod, stopTimers } from "./build-subscription.ts";
import { endScheduled } from "./cancel-subscription.ts";

/** A subscription as it stands, and with the request's other changes already in it. */
export interface Edit {
	before: Subscription;
	changed: Subscription;
}

/** A new period starts now and is invoiced and charged within the request. */
export function endTrialNow(draft: Draft, { before, changed }: Edit): Subscription {
	draft.emit("customer.subscription.trial_will_end", before);
	unschedule(draft, "trial_will_end", before.id);
	const stopped = stopWithoutMethod(draft, { before, changed });
	if (stopped !== undefined) return stopped;
	const items = changed.items.data.map((item) => ({
		...item,
		current_period_start: draft.now,
		current_period_end: periodEndAfter(draft.now, draft.now, cadenceOf(item.price)),
	}));
	const active: Subscription = {
		...changed,
		status: "active",
		trial_end: draft.now,
		billing_cycle_anchor: draft.now,
		items: { ...changed.items, data: items },
	};
	const opened = createInvoice(draft, {
		subscription: active,
		customer: getCustomer(draft, before.customer),
		reason: "subscription_update",
		period: { start: before.trial_start ?? draft.now, end: draft.now },
		autoAdvance: false,
	});
	const invoice = finalizeInvoice(draft, opened, { announced: false });
	const method = findMethod(draft, active, invoice);
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	const after = reviseSubscription(draft, before, { ...active, latest_invoice: invoice.id });
	schedulePeriod(draft, after);
	return followOutcome(draft, { subscription: after, invoice }, outcome);
}

/** The trial and its period end at `end`. Emits customer.subscription.updated. */
export function extendTrial(draft: Draft, { before, changed }: Edit, end: number): Subscription {
	if (before.status !== "trialing" || end <= draft.now) {
		throw invalidRequest(
			"This simulator moves the end of a running trial only, and only into the future.",
			{ param: "trial_end" },
		);
	}
	const data = changed.items.data.map((item) => ({ ...item, current_period_end: end }));
	const after = reviseSubscription(draft, before, {
		...changed,
		trial_end: end,
		billing_cycle_anchor: end,
		items: { ...changed.items, data },
	});
	unschedule(draft, "trial_will_end", before.id);
	schedulePeriod(draft, after);
	return after;
}

/** A trial that is over with nobody to charge: what the subscription's own settings want then. */
export function stopWithoutMethod(
	draft: Draft,
	{ before, changed }: Edit,
): Subscription | undefined {
	if (findMethod(draft, changed) !== undefined) return undefined;
	const behavior = changed.trial_settings?.end_behavior.missing_payment_method;
	if (behavior === "cancel") return endScheduled(draft, changed);
	if (behavior !== "pause") return undefined;
	stopTimers(draft, before.id);
	const paused = reviseSubscription(draft, before, { ...changed, status: "paused" });
	draft.emit("customer.subscription.paused", paused);
	return paused;
}
