// What may be asked of a preview, and what it means for the subscription.

import { metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	type Param,
	required,
	text,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { discountsParam } from "../../discounts/set-discounts.ts";
import { itemChangeShape } from "../../subscriptions/change/change-items.ts";
import {
	prorationBehavior,
	type SubscriptionUpdate,
	trialEndParam,
} from "../../subscriptions/change/update-subscription.ts";
import { billingModeParam } from "../../subscriptions/start/create-subscription.ts";
import { automaticTaxParam } from "../../taxes/automatic-tax.ts";
import { itemPricingShape } from "../items/item-pricing.ts";

const anchor: Param<"now" | "unchanged" | undefined> = oneOf("now", "unchanged");
export const previewParams = {
	automatic_tax: automaticTaxParam(),
	currency: text(3),
	customer: text(),
	discounts: discountsParam(),
	invoice_items: list(
		hash({
			amount: itemPricingShape.amount,
			currency: text(3),
			description: text(),
			discountable: boolean(),
			discounts: discountsParam(),
			metadata: metadata(),
			period: hash({ end: required(timestamp()), start: required(timestamp()) }),
			price: text(),
			price_data: itemPricingShape.price_data,
			quantity: integer(0),
			tax_rates: list(text(), 5),
			unit_amount_decimal: text(30),
		}),
		250,
	),
	preview_mode: oneOf("next", "recurring"),
	subscription: text(),
	subscription_details: hash({
		billing_cycle_anchor: anchor,
		billing_mode: billingModeParam,
		cancel_at: clearable(timestamp()),
		cancel_at_period_end: boolean(),
		cancel_now: boolean(),
		default_tax_rates: list(text(), 10),
		items: list(hash(itemChangeShape), 20),
		metadata: metadata(),
		proration_behavior: prorationBehavior,
		proration_date: timestamp(),
		trial_end: trialEndParam,
	}),
};
export type PreviewParams = Partial<Values<typeof previewParams>>;

/** The update of the subscription that is previewed. */
export function updateOf({ discounts, subscription_details }: PreviewParams): SubscriptionUpdate {
	const {
		billing_cycle_anchor: type,
		billing_mode: _mode,
		cancel_now: _cancel,
		...update
	} = subscription_details ?? {};
	return {
		...update,
		discounts,
		billing_cycle_anchor: type === undefined ? undefined : { type },
	};
}
