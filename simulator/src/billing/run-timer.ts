// What happens to subscriptions, invoices and sessions when their time has come.
import { expireSession } from "./checkout/expire-session.ts";
import { periodEndAfter } from "./core/calendar.ts";
import type { Subscription } from "./core/collections.ts";
import type { Draft } from "./core/draft.ts";
import { schedule, type Timer, type TimerKind } from "./core/timers.ts";
import { expireCoupon } from "./discounts/coupons.ts";
import { expireDiscount } from "./discounts/expire-discount.ts";
import { expirePromotionCode } from "./discounts/promotion-codes.ts";
import { forgetEvents } from "./events/forget-events.ts";
import { createInvoice } from "./invoices/build-invoice.ts";
import { collectInvoice, findMethod, followOutcome } from "./invoices/collect-invoice.ts";
import { finalizeInvoice } from "./invoices/finalize-invoice.ts";
import { announceInvoicePayment, voidInvoice } from "./invoices/settle-invoice.ts";
import {
	cadenceOf,
	reviseSubscription,
	schedulePeriod,
	stopTimers,
} from "./subscriptions/build-subscription.ts";
import { endScheduled } from "./subscriptions/cancel-subscription.ts";
import { stopWithoutMethod } from "./subscriptions/change-trial.ts";
import { terminalStatuses } from "./subscriptions/status.ts";
import { deleteForgottenClock } from "./test-clocks/test-clocks.ts";

const handlers: Record<TimerKind, (draft: Draft, subject: string) => void> = {
	announce_invoice_payment: announceInvoicePayment,
	announce_schedule_end: () => {},
	cancel_subscription: forLive((draft, subscription) => {
		if (isDue(draft, subscription)) endScheduled(draft, subscription);
	}),
	expire_coupon: expireCoupon,
	expire_discount: expireDiscount,
	change_phase: () => {},
	delete_test_clock: deleteForgottenClock,
	expire_incomplete: expireIncomplete,
	expire_promotion_code: expirePromotionCode,
	expire_session: expireWhenOpen,
	finalize_invoice: finalizeAndCollect,
	forget_events: forgetEvents,
	period_end: forLive(endPeriod),
	retry_payment: collectAgain,
	trial_will_end: forLive((draft, subscription) => {
		draft.emit("customer.subscription.trial_will_end", subscription);
	}),
};

/** Removes the timer and does what it stood for. A subject that moved on meanwhile is left alone. */
export function runTimer(draft: Draft, timer: Timer): void {
	draft.remove("timer", timer.id);
	handlers[timer.kind](draft, timer.subject);
}

function expireWhenOpen(draft: Draft, id: string): void {
	const session = draft.get("checkout.session", id);
	if (session?.status === "open") expireSession(draft, session);
}

function forLive(act: (draft: Draft, subscription: Subscription) => void) {
	return (draft: Draft, id: string) => {
		const subscription = draft.get("subscription", id);
		if (subscription !== undefined && !terminalStatuses.has(subscription.status)) {
			act(draft, subscription);
		}
	};
}

function isDue(draft: Draft, subscription: Subscription): boolean {
	return subscription.cancel_at !== null && subscription.cancel_at <= draft.now;
}

/** The period is over: the subscription ends, pauses, or goes on with a new draft invoice. */
function endPeriod(draft: Draft, subscription: Subscription): void {
	if (isDue(draft, subscription)) {
		endScheduled(draft, subscription);
		return;
	}
	if (subscription.status === "trialing") {
		const edit = { before: subscription, changed: subscription };
		if (stopWithoutMethod(draft, edit) !== undefined) return;
	}
	renew(draft, subscription);
}

/** Recorded: the new period and the draft invoice come at the old period's end, payment an hour later. */
function renew(draft: Draft, before: Subscription): void {
	const customer = draft.get("customer", before.customer);
	const old = before.items.data[0];
	if (customer === undefined || old === undefined) return;
	const items = before.items.data.map((item) => ({
		...item,
		current_period_start: item.current_period_end,
		current_period_end: periodEndAfter(
			item.current_period_end,
			before.billing_cycle_anchor,
			cadenceOf(item.price),
		),
	}));
	const status = before.status === "trialing" ? "active" : before.status;
	const rolled = { ...before, status, items: { ...before.items, data: items } };
	const collectible = before.status !== "unpaid";
	const invoice = createInvoice(draft, {
		subscription: rolled,
		customer,
		reason: "subscription_cycle",
		period: { start: old.current_period_start, end: old.current_period_end },
		autoAdvance: collectible,
	});
	const after = reviseSubscription(draft, before, {
		status,
		items: rolled.items,
		latest_invoice: invoice.id,
	});
	schedulePeriod(draft, after);
	if (collectible) {
		schedule(draft, "finalize_invoice", invoice.id, draft.now + draft.settings.draftSeconds);
	}
}

function finalizeAndCollect(draft: Draft, id: string): void {
	const invoice = draft.get("invoice", id);
	if (invoice?.status !== "draft") return;
	finalizeInvoice(draft, invoice, { announced: true });
	collectAgain(draft, id);
}

function collectAgain(draft: Draft, id: string): void {
	const invoice = draft.get("invoice", id);
	const subscription = draft.get(
		"subscription",
		invoice?.parent?.subscription_details?.subscription ?? "",
	);
	if (invoice?.status !== "open" || subscription === undefined) return;
	const method = findMethod(draft, subscription, invoice);
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	followOutcome(draft, { subscription, invoice }, outcome);
}

/** Nobody paid the first invoice in time. Emits invoice.voided and the last update. */
function expireIncomplete(draft: Draft, id: string): void {
	const subscription = draft.get("subscription", id);
	if (subscription?.status !== "incomplete") return;
	stopTimers(draft, id);
	reviseSubscription(draft, subscription, { status: "incomplete_expired", ended_at: draft.now });
	const invoice = draft.get("invoice", subscription.latest_invoice ?? "");
	if (invoice?.status === "open") voidInvoice(draft, invoice);
}
