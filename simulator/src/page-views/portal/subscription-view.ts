// One subscription as the portal shows it.

import { priceIn } from "../../billing/catalog/price-in.ts";
import type { Draft } from "../../billing/core/draft.ts";
import type {
	Customer,
	PortalConfiguration,
	Subscription,
	SubscriptionItem,
} from "../../billing/core/objects.ts";
import { couponOf } from "../../billing/discounts/discount-terms.ts";
import { adjustableQuantity, offeredPrices } from "../../billing/portal/offered-prices.ts";
import { canPause, resumesAt } from "../../billing/portal/portal-pause.ts";
import { isResuming } from "../../billing/subscriptions/pause/resumption.ts";
import { periodEndOf } from "../../billing/subscriptions/start/build-subscription.ts";
import { terminalStatuses } from "../../billing/subscriptions/status.ts";
import type { PortalItem, PortalSubscription } from "../../pages/portal/portal-billing.ts";
import { couponWords } from "../coupon-words.ts";
import { scheduledChange } from "./scheduled-change.ts";

type Features = PortalConfiguration["features"];

interface Around {
	customer: Customer;
	features: Features;
}

/** One subscription as the portal shows it; nothing when it has no items. */
export function toSubscription(
	draft: Draft,
	subscription: Subscription,
	{ customer, features }: Around,
): PortalSubscription[] {
	const [item, ...others] = subscription.items.data;
	if (item === undefined) return [];
	const { currency } = subscription;
	const feature = features.subscription_update;
	const ended = terminalStatuses.has(subscription.status);
	const choosable =
		offeredPrices(draft, subscription, feature).length > 1 ||
		(others.length === 0 && adjustableQuantity(item.price, feature) !== undefined);
	const { interval = "month", interval_count: intervalCount = 1 } = item.price.recurring ?? {};
	return [
		{
			id: subscription.id,
			status: subscription.status,
			productName: draft.get("product", item.price.product)?.name ?? "Product",
			unitAmount: Number(
				priceIn(draft, item.price, subscription.currency).unit_amount_decimal ?? 0,
			),
			currency: subscription.currency,
			interval,
			intervalCount,
			quantity: item.quantity ?? 1,
			items:
				others.length === 0
					? []
					: subscription.items.data.map((one) => toItem(draft, one, currency)),
			trialEndsAt: subscription.status === "trialing" ? subscription.trial_end : null,
			currentPeriodEndsAt: periodEndOf(subscription),
			cancelsAt: subscription.cancel_at,
			scheduledChange: scheduledChange(draft, subscription),
			canUpdate: !ended && choosable && subscription.status !== "paused",
			canPause: features.subscription_pause.enabled && canPause(subscription),
			resumesAt: resumesAt(draft, subscription),
			canGoOn: canGoOn(draft, subscription, features),
			discounts: subscription.discounts.map((id) => couponWords(couponOf(draft, id))),
			paymentMethod: cardOf(draft, subscription, customer),
		},
	];
}

/** Who paused it himself may end that; a trial that ended without a card needs one first. */
function canGoOn(draft: Draft, subscription: Subscription, features: Features): boolean {
	return (
		features.subscription_pause.enabled &&
		subscription.status === "paused" &&
		subscription.status_details?.paused?.subscription?.type === "pause_requested" &&
		!isResuming(draft, subscription)
	);
}

function toItem(draft: Draft, { price, quantity }: SubscriptionItem, currency: string): PortalItem {
	const { interval = "month", interval_count: intervalCount = 1 } = price.recurring ?? {};
	return {
		productName: draft.get("product", price.product)?.name ?? "Product",
		unitAmount: Number(priceIn(draft, price, currency).unit_amount_decimal ?? 0),
		quantity: quantity ?? 1,
		interval,
		intervalCount,
		metered: price.recurring?.usage_type === "metered",
	};
}

function cardOf(
	draft: Draft,
	{ default_payment_method: own }: Subscription,
	{ invoice_settings }: Customer,
): PortalSubscription["paymentMethod"] {
	const id = own ?? invoice_settings.default_payment_method ?? "";
	const card = draft.get("payment_method", id)?.card;
	if (card === undefined) return null;
	const { brand, last4, exp_month: expMonth, exp_year: expYear } = card;
	return { brand, last4, expMonth, expYear };
}
