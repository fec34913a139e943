// The older face of a recurring price, which Stripe still shows beside it.
import type { Plan, Price } from "../core/objects.ts";

/** The plan of the same id. Its tiers, like the price's, are shown when they are asked for. */
export function planOf(price: Price): Plan {
	const recurring = price.recurring;
	return {
		id: price.id,
		object: "plan",
		active: price.active,
		amount: price.unit_amount,
		amount_decimal: price.unit_amount_decimal,
		billing_scheme: price.billing_scheme,
		created: price.created,
		currency: price.currency,
		interval: recurring?.interval ?? "month",
		interval_count: recurring?.interval_count ?? 1,
		livemode: false,
		metadata: price.metadata,
		meter: recurring?.meter ?? null,
		nickname: price.nickname,
		product: price.product,
		tiers_mode: price.tiers_mode,
		transform_usage: price.transform_quantity,
		trial_period_days: recurring?.trial_period_days ?? null,
		usage_type: recurring?.usage_type ?? "licensed",
	};
}
