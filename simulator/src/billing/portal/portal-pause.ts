// Pausing one's own subscription in the portal, for as long as the configuration offers, and going on.

import type { Draft } from "../core/draft.ts";
import type { PortalConfiguration, Subscription } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { addMonths } from "../core/time/calendar.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { timerId } from "../core/time/timers.ts";
import {
	pauseSubscription,
	subscriptionPauseParams,
} from "../subscriptions/pause/pause-subscription.ts";
import {
	resumeSubscription,
	subscriptionResumeParams,
} from "../subscriptions/pause/resume-subscription.ts";
import { ownSubscription, requireFeature, visitorOf } from "./own-session.ts";

type PauseFeature = PortalConfiguration["features"]["subscription_pause"];
export type PauseOption = PauseFeature["duration"]["interval_options"][number];

/** What can be chosen; empty where the pause has no end of its own. */
export function pauseOptions({ duration }: PauseFeature): readonly PauseOption[] {
	return duration.type === "interval_options" ? duration.interval_options : [];
}

/** Whether this subscription could be paused. The rules are those of the pause itself. */
export function canPause({ billing_mode, collection_method, schedule, status }: Subscription) {
	return (
		billing_mode.type === "flexible" &&
		collection_method === "charge_automatically" &&
		schedule === null &&
		["active", "past_due", "unpaid"].includes(status)
	);
}

/**
 * Paused from now on, with its unused time credited; it goes on by itself when the chosen time is over.
 * Emits what a pause emits. Error: a length that is not offered. Unverified.
 */
export function portalPause(
	draft: Draft,
	sessionId: string,
	{ id, option }: { id: string; option: number },
): Subscription {
	const visitor = visitorOf(draft, sessionId);
	const feature = visitor.features.subscription_pause;
	requireFeature(feature.enabled);
	ownSubscription(draft, visitor, id);
	const options = pauseOptions(feature);
	const chosen = options[option];
	if (options.length > 0 && chosen === undefined) {
		throw invalidRequest("The portal's configuration does not offer this length of a pause.");
	}
	const unused_time_from = { type: draft.settings.portalPauseCredits ? "now" : "none" };
	const params = given(subscriptionPauseParams, { bill_for: { unused_time_from } });
	const paused = pauseSubscription(draft, id, params);
	if (chosen !== undefined) {
		schedule(draft, "resume_subscription", id, endOf(draft.now, chosen));
	}
	return paused;
}

const daysPer: Readonly<Record<string, number>> = { day: 1, week: 7 };

/** When a pause that begins at `start` is over; both in unix seconds. */
export function endOf(start: number, { interval, interval_count }: PauseOption): number {
	const days = daysPer[interval];
	if (days !== undefined) return start + days * interval_count * 86_400;
	return addMonths(start, (interval === "year" ? 12 : 1) * interval_count);
}

/** When a paused subscription goes on by itself; null when it does not. */
export function resumesAt(draft: Draft, { id, status }: Subscription): number | null {
	if (status !== "paused") return null;
	return draft.get("timer", timerId("resume_subscription", id))?.dueAt ?? null;
}

/** The customer goes on before that: a new period begins and is charged. Emits what a resumption emits. */
export function portalGoOn(draft: Draft, sessionId: string, id: string): Subscription {
	const visitor = visitorOf(draft, sessionId);
	requireFeature(visitor.features.subscription_pause.enabled);
	ownSubscription(draft, visitor, id);
	return goOn(draft, id);
}

/** The chosen time is over; a subscription that goes on already is left alone. */
export function endPause(draft: Draft, { id, status }: Subscription): void {
	if (status === "paused") goOn(draft, id);
}

function goOn(draft: Draft, id: string): Subscription {
	return resumeSubscription(draft, id, given(subscriptionResumeParams, {}));
}
