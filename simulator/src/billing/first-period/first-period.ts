// When the first period of a new subscription ends, if not a whole interval after it began.

import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { boolean, timestamp, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { periodEndAfter, wholePeriodAt } from "../core/time/calendar.ts";
import { scheduleEnd } from "../subscriptions/end/schedule-end.ts";
import { cadenceOf, periodEndOf } from "../subscriptions/start/build-subscription.ts";
import { anchorConfigParam, anchorOf, shownConfig } from "./anchor-config.ts";

export const firstPeriodParams = {
	backdate_start_date: timestamp(),
	billing_cycle_anchor: timestamp(),
	billing_cycle_anchor_config: anchorConfigParam,
	cancel_at: timestamp(),
	cancel_at_period_end: boolean(),
};
type Params = Partial<Values<typeof firstPeriodParams>>;

/**
 * The new subscription anchored in the future, or with its end set from the start. Its first period is cut
 * short by either, and costs its share. Error: an anchor in the past or further than one interval away.
 */
export function withFirstPeriod(draft: Draft, built: Subscription, params: Params): Subscription {
	return ending(draft, backdated(draft, anchored(draft, built, params), params), params);
}

/** Whether the time until the first anchor, and before the subscription was made, costs nothing. */
export function isFirstPeriodFree(params: Params & { proration_behavior?: string | undefined }) {
	const anchor = params.billing_cycle_anchor ?? params.billing_cycle_anchor_config;
	return anchor !== undefined && params.proration_behavior === "none";
}

/** It began earlier, within a natural billing cycle; in classic mode the first period is all the time since. */
function backdated(
	draft: Draft,
	built: Subscription,
	{ backdate_start_date: start }: Params,
): Subscription {
	if (start === undefined) return built;
	if (start > draft.now) {
		throw invalidRequest("`backdate_start_date` must be in the past.", {
			param: "backdate_start_date",
		});
	}
	const early = { ...built, start_date: start };
	const { billing_cycle_anchor: anchor, status } = built;
	if (status === "trialing" || anchor <= draft.now) return early;
	const data = built.items.data.map((item) => {
		const cycle = wholePeriodAt(draft.now, anchor, cadenceOf(item.price));
		const from = built.billing_mode.type === "classic" ? start : Math.max(start, cycle.start);
		return { ...item, current_period_start: from };
	});
	return { ...early, items: { ...built.items, data } };
}

/** The instant that was given, or that the configuration means. Error: both. */
function anchorIn(draft: Draft, params: Params): number | undefined {
	const { billing_cycle_anchor: at, billing_cycle_anchor_config: config } = params;
	if (config === undefined) return at;
	if (at === undefined) return anchorOf(draft, config);
	throw invalidRequest(
		"You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.",
		{ code: "parameters_exclusive", param: "billing_cycle_anchor_config" },
	);
}

function anchored(draft: Draft, built: Subscription, params: Params): Subscription {
	const anchor = anchorIn(draft, params);
	const config = params.billing_cycle_anchor_config;
	if (anchor === undefined || built.status === "trialing") return built;
	const data = built.items.data.map((item) => ({
		...item,
		current_period_end: periodEndAfter(draft.now, anchor, cadenceOf(item.price)),
	}));
	const ends = (end: number) => end === anchor || (config !== undefined && end < anchor);
	if (anchor <= draft.now || data.some((item) => !ends(item.current_period_end))) {
		throw invalidRequest(
			"`billing_cycle_anchor` must be in the future and no later than the next natural billing date.",
			{ param: "billing_cycle_anchor" },
		);
	}
	return {
		...built,
		billing_cycle_anchor: anchor,
		billing_cycle_anchor_config: shownConfig(config),
		items: { ...built.items, data },
	};
}

function ending(draft: Draft, built: Subscription, params: Params): Subscription {
	const atPeriodEnd = params.cancel_at_period_end === true;
	const at = params.cancel_at ?? (atPeriodEnd ? periodEndOf(built) : undefined);
	if (at === undefined) return built;
	const details = built.cancellation_details;
	const ended = { ...built, ...scheduleEnd(draft, built, { at, atPeriodEnd, details }) };
	const data = built.items.data.map((item) => ({
		...item,
		current_period_end: Math.min(item.current_period_end, at),
	}));
	return { ...ended, items: { ...built.items, data } };
}
