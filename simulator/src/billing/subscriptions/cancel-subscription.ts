// The end of a subscription: at once, or when its time has come.
import type { Invoice, Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { boolean, clearable, hash, oneOf, text, type Values } from "../core/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { unschedule } from "../core/timers.ts";
import { saveSubscription, stopTimers } from "./build-subscription.ts";
import { terminalStatuses } from "./status.ts";

const feedbackWords = [
	"customer_service",
	"low_quality",
	"missing_features",
	"other",
	"switched_service",
	"too_complex",
	"too_expensive",
	"unused",
] as const;

export const cancellationDetails = hash({
	comment: clearable(text()),
	feedback: clearable(oneOf(...feedbackWords)),
});
export const subscriptionCancelParams = {
	cancellation_details: cancellationDetails,
	invoice_now: boolean(),
	prorate: boolean(),
};

type Details = Values<typeof subscriptionCancelParams>["cancellation_details"];

/** DELETE of a subscription: canceled from now on. Emits customer.subscription.deleted alone. */
export function cancelSubscription(
	draft: Draft,
	id: string,
	params: Values<typeof subscriptionCancelParams>,
): Subscription {
	const subscription = getRecord(draft, "subscription", { id });
	if (terminalStatuses.has(subscription.status)) throw missingResource("subscription", id);
	if (params.prorate === true || params.invoice_now === true) {
		throw invalidRequest(
			"This simulator does not prorate or invoice on cancellation yet; leave `prorate` and `invoice_now` out.",
			{ param: params.prorate === true ? "prorate" : "invoice_now" },
		);
	}
	return cancelNow(draft, subscription, { details: params.cancellation_details });
}

/** Ends it now. A request that was already scheduled keeps its earlier `canceled_at`. Recorded. */
export function cancelNow(
	draft: Draft,
	subscription: Subscription,
	{ details }: { details?: Details },
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

/** Dunning gave up. */
export function endForFailedPayment(draft: Draft, subscription: Subscription): Subscription {
	return endSubscription(draft, {
		...subscription,
		canceled_at: draft.now,
		cancellation_details: {
			comment: null,
			feedback: null,
			feedback_option: null,
			reason: "payment_failed",
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
		status: "canceled",
		canceled_at: subscription.canceled_at ?? draft.now,
		ended_at: draft.now,
	});
	draft.emit("customer.subscription.deleted", ended);
	return ended;
}

function stopCollecting(draft: Draft, invoice: Invoice): void {
	unschedule(draft, "finalize_invoice", invoice.id);
	unschedule(draft, "retry_payment", invoice.id);
	if (invoice.status !== "open" && invoice.status !== "draft") return;
	draft.put("invoice", {
		...invoice,
		auto_advance: false,
		automatically_finalizes_at: null,
		next_payment_attempt: null,
	});
}
