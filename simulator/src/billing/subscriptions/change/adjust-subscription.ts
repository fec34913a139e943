// Discounts and taxes of a subscription, as its parameters set them.

import { itemThresholdParams } from "../../between-periods/threshold-params.ts";
import { advanceCost } from "../../catalog/cost-of.ts";
import type { Draft } from "../../core/draft.ts";
import type { Subscription, SubscriptionItem } from "../../core/objects.ts";
import { list, text, type Values } from "../../core/params/params.ts";
import type { Purchase } from "../../discounts/redeem.ts";
import { discountsParam, setDiscounts } from "../../discounts/set-discounts.ts";
import { automaticTaxParam } from "../../taxes/automatic-tax.ts";
import { getTaxRates } from "../../taxes/tax-rates.ts";

export const adjustmentParams = {
	automatic_tax: automaticTaxParam(),
	default_tax_rates: list(text(), 10),
	discounts: discountsParam(),
};
export const itemAdjustmentParams = {
	...itemThresholdParams,
	discounts: discountsParam(),
	tax_rates: list(text(), 5),
};

type Adjustment = Partial<Values<typeof adjustmentParams>>;
export type ItemAdjustment = Partial<Values<typeof itemAdjustmentParams>>;

/**
 * The subscription with its own discounts, default rates and automatic tax as sent; what was not sent
 * stays. It is not stored. Emits customer.discount events.
 */
export function adjustSubscription(
	draft: Draft,
	subscription: Subscription,
	{ automatic_tax, default_tax_rates, discounts }: Adjustment,
): Subscription {
	return {
		...subscription,
		...(automatic_tax === undefined
			? {}
			: {
					automatic_tax: {
						disabled_reason: null,
						enabled: automatic_tax.enabled,
						liability: automatic_tax.enabled ? { type: "self" } : null,
					},
				}),
		...(default_tax_rates === undefined
			? {}
			: { default_tax_rates: getTaxRates(draft, default_tax_rates, "default_tax_rates") }),
		discounts: setDiscounts(draft, discounts, {
			owner: ownerOf(subscription, null),
			purchase: purchaseOf(draft, subscription),
			before: subscription.discounts,
			param: "discounts",
		}),
	};
}

/** The item with its own discounts and rates as sent. `param` is where they stood: `items[0]`, or empty. */
export function adjustItem(
	draft: Draft,
	item: SubscriptionItem,
	{
		sent,
		subscription,
		param = "",
	}: { sent: ItemAdjustment; subscription: Subscription; param?: string },
): SubscriptionItem {
	const nameOf = (field: string) => (param === "" ? field : `${param}[${field}]`);
	return {
		...item,
		...(sent.billing_thresholds === undefined
			? {}
			: { billing_thresholds: shownThreshold(sent.billing_thresholds) }),
		discounts: setDiscounts(draft, sent.discounts, {
			owner: ownerOf(subscription, item.id),
			purchase: purchaseOf(draft, {
				...subscription,
				items: { ...subscription.items, data: [item] },
			}),
			before: item.discounts,
			param: nameOf("discounts"),
		}),
		tax_rates:
			sent.tax_rates === undefined
				? item.tax_rates
				: getTaxRates(draft, sent.tax_rates, nameOf("tax_rates")),
	};
}

function shownThreshold(
	sent: { usage_gte: number } | null,
): SubscriptionItem["billing_thresholds"] {
	return sent && { usage_gte: sent.usage_gte };
}

function ownerOf(subscription: Subscription, item: string | null) {
	return {
		customer: subscription.customer,
		invoice: null,
		invoice_item: null,
		subscription: subscription.id,
		subscription_item: item,
	};
}

function purchaseOf(draft: Draft, { customer, currency, items }: Subscription): Purchase {
	return {
		customer,
		currency,
		amount: items.data.reduce((sum, item) => sum + advanceCost(draft, item, currency), 0),
		products: items.data.map((item) => item.price.product),
	};
}
