// Ending one's own subscription in the portal, and taking it back.

import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { unschedule } from "../core/time/schedule-timer.ts";
import {
	cancelSubscription,
	subscriptionCancelParams,
} from "../subscriptions/end/cancel-subscription.ts";
import { scheduleEnd } from "../subscriptions/end/schedule-end.ts";
import { periodEndOf, reviseSubscription } from "../subscriptions/start/build-subscription.ts";
import { ownSubscription, requireFeature, visitorOf } from "./own-session.ts";
import { dropSchedule } from "./schedule-update.ts";

/** Why somebody leaves, in Stripe's words; nulls when he did not say. */
export interface CancellationReason {
	feedback: string | null;
	comment: string | null;
}

/**
 * Cancels as the portal's configuration says: at the period's end, or at once with its proration. A
 * flexible subscription gets `cancel_at` and keeps `cancel_at_period_end` false. Emits
 * customer.subscription.updated, or .deleted when it ends at once.
 */
export function portalCancel(
	draft: Draft,
	sessionId: string,
	{ id, reason }: { id: string; reason: CancellationReason },
): Subscription {
	const visitor = visitorOf(draft, sessionId);
	const feature = visitor.features.subscription_cancel;
	requireFeature(feature.enabled);
	const subscription = dropSchedule(draft, ownSubscription(draft, visitor, id));
	if (feature.mode === "immediately") {
		const prorates = feature.proration_behavior !== "none";
		const params = given(subscriptionCancelParams, {
			cancellation_details: { ...reason },
			...(prorates ? { prorate: true } : {}),
			...(feature.proration_behavior === "always_invoice" ? { invoice_now: true } : {}),
		});
		return cancelSubscription(draft, id, params);
	}
	const flexible = subscription.billing_mode.type === "flexible";
	const atPeriodEnd = !flexible || draft.settings.portalCancelStyle === "cancel_at_period_end";
	const ending = scheduleEnd(draft, subscription, {
		at: periodEndOf(subscription),
		atPeriodEnd,
		details: { ...reason, feedback_option: null, reason: null },
	});
	return reviseSubscription(draft, subscription, ending);
}

/** Takes a scheduled cancellation back. Emits customer.subscription.updated. */
export function portalResume(draft: Draft, sessionId: string, id: string): Subscription {
	const subscription = ownSubscription(draft, visitorOf(draft, sessionId), id);
	unschedule(draft, "cancel_subscription", id);
	return reviseSubscription(draft, subscription, {
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
	});
}
