// A change of price that waits for its day, in words.

import { priceIn } from "../../billing/catalog/price-in.ts";
import type { Draft } from "../../billing/core/draft.ts";
import type { Subscription } from "../../billing/core/objects.ts";
import { plannedChange } from "../../billing/portal/schedule-update.ts";
import type { PortalSubscription } from "../../pages/portal/portal-billing.ts";
import { subscriptionPrice } from "../../pages/words/subscription-words.ts";

/** "Freelancer, $29.00 per month"; null without a plan. */
export function scheduledChange(
	draft: Draft,
	subscription: Subscription,
): PortalSubscription["scheduledChange"] {
	const planned = plannedChange(draft, subscription);
	const found = draft.get("price", planned?.price ?? "");
	if (planned === null || found === undefined) return null;
	const price = priceIn(draft, found, subscription.currency);
	const name = draft.get("product", price.product)?.name ?? "Product";
	const { interval = "month", interval_count: intervalCount = 1 } = price.recurring ?? {};
	const cost = subscriptionPrice({
		unitAmount: Number(price.unit_amount_decimal ?? 0),
		quantity: planned.quantity,
		currency: price.currency,
		interval,
		intervalCount,
	});
	return { words: `${name}, ${cost}`, at: planned.at };
}
