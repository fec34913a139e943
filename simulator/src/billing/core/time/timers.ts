// What the simulator has promised itself to do at a later instant of the simulated clock.
export type TimerKind =
	| "expire_authorization"
	| "dispute_due"
	| "open_dispute"
	| "report_meter_errors"
	| "settle_refund"
	| "settle_debit"
	| "settle_charge"
	| "expire_coupon"
	| "expire_discount"
	| "expire_promotion_code"
	| "expire_quote"
	| "expire_session"
	| "trial_will_end"
	| "period_end"
	| "cancel_subscription"
	| "expire_incomplete"
	| "finalize_invoice"
	| "retry_payment"
	| "expire_pending_update"
	| "expire_resumption"
	| "resume_collection"
	| "resume_subscription"
	| "bill_pending_items"
	| "check_thresholds"
	| "invoice_overdue"
	| "invoice_will_be_due"
	| "invoice_upcoming"
	| "announce_invoice_payment"
	| "delete_test_clock"
	| "forget_events"
	| "change_phase"
	| "announce_schedule_end";

/** `dueAt` in unix seconds of `clock`, null for the simulator's own; `subject` is what it is about. */
export interface Timer {
	id: string;
	kind: TimerKind;
	subject: string;
	dueAt: number;
	clock: string | null;
}

/** There is one timer of a kind for a subject. */
export function timerId(kind: TimerKind, subject: string): string {
	return `${kind}:${subject}`;
}

/** What comes first of everything due at the same second: a renewal bills what a new phase made. */
export const firstOfASecond: ReadonlySet<TimerKind> = new Set(["change_phase"]);
