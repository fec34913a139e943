// How a subscription stops for good.

import type { Draft } from "../../core/draft.ts";
import type { Subscription } from "../../core/objects.ts";
import { stopCollecting } from "../../invoices/collect/stop-collecting.ts";
import { abortSchedule } from "../../schedules/abort-schedule.ts";
import { saveSubscription, stopTimers } from "../start/build-subscription.ts";

type Details = { comment?: string | null | undefined; feedback?: string | null | undefined };

/** Ends it now. A request that was already scheduled keeps its earlier `canceled_at`. Recorded. */
export function cancelNow(
	draft: Draft,
	subscription: Subscription,
	{ details }: { details?: Details | undefined },
): Subscription {
	return endSubscription(draft, {
		...subscription,
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: subscription.canceled_at ?? draft.now,
		cancellation_details: {
			comment: details?.comment ?? null,
			feedback: details?.feedback ?? null,
			feedback_option: null,
			reason: "cancellation_requested",
		},
	});
}

/** The scheduled end has come: the request's own fields stay as they were. */
export function endScheduled(draft: Draft, subscription: Subscription): Subscription {
	return endSubscription(draft, subscription);
}

/** Dunning gave up, or the payment was disputed. */
export function endForFailedPayment(
	draft: Draft,
	subscription: Subscription,
	reason: "payment_failed" | "payment_disputed" = "payment_failed",
): Subscription {
	return endSubscription(draft, {
		...subscription,
		canceled_at: draft.now,
		cancellation_details: {
			comment: null,
			feedback: null,
			feedback_option: null,
			reason,
		},
	});
}

function endSubscription(draft: Draft, subscription: Subscription): Subscription {
	stopTimers(draft, subscription.id);
	for (const invoice of [...draft.list("invoice", { group: `subscription:${subscription.id}` })]) {
		stopCollecting(draft, invoice);
	}
	const ended = saveSubscription(draft, {
		...subscription,
		pending_update: null,
		status: "canceled",
		canceled_at: subscription.canceled_at ?? draft.now,
		ended_at: draft.now,
	});
	draft.emit("customer.subscription.deleted", ended);
	abortSchedule(draft, ended);
	return ended;
}
