// What a customer may do to his own subscription in the portal.
import type { Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { missingResource } from "../core/stripe-error.ts";
import { unschedule } from "../core/timers.ts";
import { periodEndOf, reviseSubscription } from "../subscriptions/build-subscription.ts";
import { cancelNow } from "../subscriptions/cancel-subscription.ts";
import { scheduleEnd } from "../subscriptions/schedule-cancellation.ts";
import { terminalStatuses } from "../subscriptions/status.ts";

/**
 * Cancels as the portal's configuration says: at the period's end, or at once. A flexible subscription
 * gets `cancel_at` and keeps `cancel_at_period_end` false. Emits customer.subscription.updated.
 */
export function portalCancel(draft: Draft, sessionId: string, id: string): Subscription {
	const { subscription, mode } = ownSubscription(draft, sessionId, id);
	if (mode === "immediately") return cancelNow(draft, subscription, {});
	const flexible = subscription.billing_mode.type === "flexible";
	const atPeriodEnd = !flexible || draft.settings.portalCancelStyle === "cancel_at_period_end";
	const ending = scheduleEnd(draft, subscription, {
		at: periodEndOf(subscription),
		atPeriodEnd,
		details: subscription.cancellation_details,
	});
	return reviseSubscription(draft, subscription, ending);
}

/** Takes a scheduled cancellation back. Emits customer.subscription.updated. */
export function portalResume(draft: Draft, sessionId: string, id: string): Subscription {
	const { subscription } = ownSubscription(draft, sessionId, id);
	unschedule(draft, "cancel_subscription", id);
	return reviseSubscription(draft, subscription, {
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
	});
}

/** The live subscription of the session's own customer; anybody else's is missing. */
function ownSubscription(draft: Draft, sessionId: string, id: string) {
	const session = getRecord(draft, "billing_portal.session", { id: sessionId });
	const subscription = getRecord(draft, "subscription", { id });
	if (subscription.customer !== session.customer || terminalStatuses.has(subscription.status)) {
		throw missingResource("subscription", id);
	}
	const configuration = draft.get("billing_portal.configuration", session.configuration);
	return { subscription, mode: configuration?.features.subscription_cancel.mode };
}
