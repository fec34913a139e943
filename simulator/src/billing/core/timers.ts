// What the simulator has promised itself to do at a later instant of the simulated clock.
import type { Draft } from "./draft.ts";

export type TimerKind =
	| "expire_session"
	| "trial_will_end"
	| "period_end"
	| "cancel_subscription"
	| "expire_incomplete"
	| "finalize_invoice"
	| "retry_payment"
	| "announce_invoice_payment";

/** `dueAt` in unix seconds; `subject` is the id of the object it is about. */
export interface Timer {
	id: string;
	kind: TimerKind;
	subject: string;
	dueAt: number;
}

/** Sets the one timer of this kind for the subject, replacing an earlier one. */
export function schedule(draft: Draft, kind: TimerKind, subject: string, dueAt: number): void {
	const id = `${kind}:${subject}`;
	draft.put("timer", { id, kind, subject, dueAt });
}

/** Takes the timer back; nothing happens when there is none. */
export function unschedule(draft: Draft, kind: TimerKind, subject: string): void {
	draft.remove("timer", `${kind}:${subject}`);
}
