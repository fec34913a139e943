// The use from which on a subscription is billed before its period ends.
import type { Subscription } from "../core/objects.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	required,
	type Values,
	whole,
} from "../core/params/params.ts";

export const thresholdParams = {
	billing_thresholds: clearable(
		hash({
			amount_gte: whole(50, 99_999_999),
			reset_billing_cycle_anchor: boolean(),
		}),
	),
};
export const itemThresholdParams = {
	billing_thresholds: clearable(hash({ usage_gte: required(integer(1)) })),
};
type Sent = Partial<Values<typeof thresholdParams>>;

/** The field after the request; what was not sent stays. */
export function thresholdsAfter(
	before: Subscription["billing_thresholds"],
	{ billing_thresholds: sent }: Sent,
): Subscription["billing_thresholds"] {
	if (sent === undefined) return before;
	if (sent === null) return null;
	const { amount_gte = null, reset_billing_cycle_anchor = null } = sent;
	return { amount_gte, reset_billing_cycle_anchor };
}
