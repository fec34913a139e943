// What happens to subscriptions, invoices and sessions when their time has come.
import { billPendingItems } from "./between-periods/pending-interval.ts";
import { checkThresholds } from "./between-periods/thresholds.ts";
import { expireSession } from "./checkout/expire-session.ts";
import type { Draft } from "./core/draft.ts";
import type { Subscription } from "./core/objects.ts";
import type { Timer, TimerKind } from "./core/time/timers.ts";
import { expireCoupon } from "./discounts/coupons.ts";
import { expireDiscount } from "./discounts/expire-discount.ts";
import { expirePromotionCode } from "./discounts/promotion-codes.ts";
import { forgetEvents } from "./events/forget-events.ts";
import { collectAgain, finalizeAndCollect } from "./invoices/advance-invoice.ts";
import { announceInvoicePayment } from "./invoices/collect/settle-invoice.ts";
import { announceUpcoming } from "./invoices/preview/announce-upcoming.ts";
import { announceDue, becomeOverdue } from "./invoices/send-invoice.ts";
import {
	expireIncomplete,
	expirePendingUpdate,
	expireResumption,
} from "./invoices/void-invoice.ts";
import { reportMeterErrors } from "./meter-stream/report-errors.ts";
import { paymentTimers } from "./payment-timers.ts";
import { endPause } from "./portal/portal-pause.ts";
import { expireQuote } from "./quotes/close-quote.ts";
import { announceScheduleEnd, changePhase } from "./schedules/follow-schedule.ts";
import { endPeriod, endWhenDue } from "./subscriptions/end-period.ts";
import { resumeCollection } from "./subscriptions/pause/pause-collection.ts";
import { terminalStatuses } from "./subscriptions/status.ts";
import { deleteForgottenClock } from "./test-clocks/test-clocks.ts";

const handlers: Record<TimerKind, (draft: Draft, subject: string) => void> = {
	...paymentTimers,
	bill_pending_items: forLive(billPendingItems),
	check_thresholds: checkThresholds,
	announce_invoice_payment: announceInvoicePayment,
	announce_schedule_end: announceScheduleEnd,
	cancel_subscription: forLive((draft, subscription) => {
		endWhenDue(draft, subscription);
	}),
	expire_coupon: expireCoupon,
	expire_discount: expireDiscount,
	change_phase: changePhase,
	delete_test_clock: deleteForgottenClock,
	expire_incomplete: expireIncomplete,
	expire_pending_update: forLive(expirePendingUpdate),
	expire_resumption: forLive(expireResumption),
	invoice_overdue: becomeOverdue,
	invoice_will_be_due: announceDue,
	invoice_upcoming: forLive(announceUpcoming),
	resume_collection: forLive(resumeCollection),
	resume_subscription: forLive(endPause),
	expire_promotion_code: expirePromotionCode,
	expire_quote: expireQuote,
	expire_session: expireWhenOpen,
	finalize_invoice: finalizeAndCollect,
	forget_events: forgetEvents,
	period_end: forLive(endPeriod),
	report_meter_errors: reportMeterErrors,
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
