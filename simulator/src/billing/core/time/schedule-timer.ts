// Setting a timer, and taking it back.
import type { Draft } from "../draft.ts";
import { type TimerKind, timerId } from "./timers.ts";

/** Sets the one timer of this kind for the subject, replacing an earlier one. */
export function schedule(draft: Draft, kind: TimerKind, subject: string, dueAt: number): void {
	draft.put("timer", { id: timerId(kind, subject), kind, subject, dueAt, clock: draft.clock });
}

/** Takes the timer back; nothing happens when there is none. */
export function unschedule(draft: Draft, kind: TimerKind, subject: string): void {
	draft.remove("timer", timerId(kind, subject));
}
