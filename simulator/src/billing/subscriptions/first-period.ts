// When the first period of a new subscription ends, if not a whole interval after it began.
import { periodEndAfter } from "../core/calendar.ts";
import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { boolean, timestamp, type Values } from "../core/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { cadenceOf, periodEndOf } from "./build-subscription.ts";
import { scheduleEnd } from "./schedule-end.ts";

export const firstPeriodParams = {
	billing_cycle_anchor: timestamp(),
	cancel_at: timestamp(),
	cancel_at_period_end: boolean(),
};
type Params = Partial<Values<typeof firstPeriodParams>>;

/**
 * The new subscription anchored in the future, or with its end set from the start. Its first period is cut
 * short by either, and costs its share. Error: an anchor in the past or further than one interval away.
 */
export function withFirstPeriod(draft: Draft, built: Subscription, params: Params): Subscription {
	return ending(draft, anchored(draft, built, params.billing_cycle_anchor), params);
}

function anchored(draft: Draft, built: Subscription, anchor: number | undefined): Subscription {
	if (anchor === undefined || built.status === "trialing") return built;
	const data = built.items.data.map((item) => ({
		...item,
		current_period_end: periodEndAfter(draft.now, anchor, cadenceOf(item.price)),
	}));
	if (anchor <= draft.now || data.some((item) => item.current_period_end !== anchor)) {
		throw invalidRequest(
			"`billing_cycle_anchor` must be in the future and no later than the next natural billing date.",
			{ param: "billing_cycle_anchor" },
		);
	}
	return { ...built, billing_cycle_anchor: anchor, items: { ...built.items, data } };
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
