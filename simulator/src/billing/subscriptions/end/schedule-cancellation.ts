// An end set for later, and taken back.

import type { Draft } from "../../core/draft.ts";
import { kept } from "../../core/kept.ts";
import type { Subscription, SubscriptionItem } from "../../core/objects.ts";
import { boolean, clearable, timestamp, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { wholePeriodAt } from "../../core/time/calendar.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { applyChange, type ChangeTerms, type Edit } from "../change/apply-change.ts";
import { cadenceOf, periodEndOf } from "../start/build-subscription.ts";
import { cancellationDetails } from "./cancel-subscription.ts";
import { type Ending, noDetails, scheduleEnd } from "./schedule-end.ts";

export const endingParams = {
	cancel_at: clearable(timestamp()),
	cancel_at_period_end: boolean(),
	cancellation_details: cancellationDetails,
};
type EndingParams = Values<typeof endingParams>;

/**
 * Applies the change together with the end the request sets or takes back. An end within the current
 * period cuts the items' periods short, which prorates like any other change.
 */
export function changeEnding(
	draft: Draft,
	{ before, changed }: Edit,
	{ params, terms }: { params: Partial<EndingParams>; terms: ChangeTerms },
): Subscription {
	const ending = endingAfter(draft, changed, { ...noEnding, ...params });
	const ended = { ...changed, ...ending };
	const data = changed.items.data.map((item) => ({
		...item,
		current_period_end: cutEnd(item, { before, ended, now: draft.now }),
	}));
	return applyChange(
		draft,
		{ before, changed: { ...ended, items: { ...changed.items, data } } },
		terms,
	);
}

const noEnding = {
	cancel_at: undefined,
	cancel_at_period_end: undefined,
	cancellation_details: undefined,
};

/** The end of the item's period: the subscription's own end when that comes first. */
function cutEnd(
	item: SubscriptionItem,
	{ before, ended, now }: { before: Subscription; ended: Subscription; now: number },
): number {
	const wasCut = before.cancel_at === item.current_period_end && !before.cancel_at_period_end;
	const end = wasCut ? uncutEnd(item, before, now) : item.current_period_end;
	return ended.cancel_at === null ? end : Math.min(end, ended.cancel_at);
}

/** Where the period that is running would end by itself; its price may be another than when it began. */
function uncutEnd(item: SubscriptionItem, subscription: Subscription, now: number): number {
	if (subscription.status === "trialing") {
		return subscription.trial_end ?? item.current_period_end;
	}
	return wholePeriodAt(now, subscription.billing_cycle_anchor, cadenceOf(item.price)).end;
}

/** The fields of a scheduled end, and the timer that brings it. Recorded values. */
function endingAfter(draft: Draft, before: Subscription, params: EndingParams): Ending {
	if (params.cancel_at_period_end === true && params.cancel_at !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: cancel_at, cancel_at_period_end.",
			{ code: "parameters_exclusive", param: "cancel_at" },
		);
	}
	const details = params.cancellation_details;
	const current = before.cancellation_details ?? noDetails;
	const described = {
		...current,
		comment: kept(details?.comment, current.comment),
		feedback: kept(details?.feedback, current.feedback),
	};
	const wanted =
		params.cancel_at_period_end === true ? periodEndOf(before) : (params.cancel_at ?? null);
	if (wanted !== null) {
		return scheduleEnd(draft, before, {
			at: wanted,
			atPeriodEnd: params.cancel_at_period_end === true,
			details: described,
		});
	}
	if (params.cancel_at_period_end === undefined && params.cancel_at === undefined) {
		return { ...pickEnding(before), cancellation_details: described };
	}
	unschedule(draft, "cancel_subscription", before.id);
	return {
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		cancellation_details: { ...described, reason: null },
	};
}

function pickEnding(subscription: Subscription): Ending {
	const { cancel_at, cancel_at_period_end, canceled_at, cancellation_details } = subscription;
	return { cancel_at, cancel_at_period_end, canceled_at, cancellation_details };
}
