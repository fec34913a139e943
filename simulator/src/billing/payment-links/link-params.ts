// What may be sent about payment links: what their sessions take, and what is theirs alone.

import { adjustableQuantity, linePriceData } from "../checkout/open/session-params.ts";
import { metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params/params.ts";
import { webUrl } from "../core/params/web-url.ts";
import { allowedTypes, futureUsage } from "../payments/intents/intent-params.ts";
import { trialSettings } from "../subscriptions/start/create-subscription.ts";
import { automaticTaxParam } from "../taxes/automatic-tax.ts";
import { askingParams, reaskingParams } from "./asked.ts";

const common = {
	after_completion: hash({
		hosted_confirmation: hash({ custom_message: text(500) }),
		redirect: hash({ url: required(webUrl(2048)) }),
		type: required(oneOf("hosted_confirmation", "redirect")),
	}),
	allow_promotion_codes: boolean(),
	automatic_tax: automaticTaxParam(),
	customer_creation: oneOf("always", "if_required"),
	inactive_message: clearable(text(500)),
	metadata: metadata(),
	payment_intent_data: hash({
		capture_method: oneOf("automatic", "automatic_async", "manual"),
		description: clearable(text(1000)),
		metadata: metadata(),
		setup_future_usage: clearable(futureUsage()),
		statement_descriptor: clearable(text(22)),
		statement_descriptor_suffix: clearable(text(22)),
		transfer_group: clearable(text()),
	}),
	payment_method_collection: oneOf("always", "if_required"),
	payment_method_types: clearable(allowedTypes()),
	restrictions: clearable(
		hash({ completed_sessions: required(hash({ limit: required(integer(1)) })) }),
	),
	submit_type: oneOf("auto", "book", "donate", "pay", "subscribe"),
	subscription_data: hash({
		description: clearable(text(500)),
		metadata: metadata(),
		trial_period_days: clearable(integer(1)),
		trial_settings: clearable(trialSettings),
	}),
};

export const linkCreateParams = {
	...common,
	...askingParams,
	currency: text(3),
	line_items: required(
		list(
			hash({
				adjustable_quantity: adjustableQuantity(),
				price: text(),
				price_data: linePriceData(),
				quantity: required(integer(1)),
			}),
			20,
		),
	),
};
export const linkUpdateParams = {
	...common,
	...reaskingParams,
	active: boolean(),
	line_items: list(
		hash({
			adjustable_quantity: adjustableQuantity(),
			id: required(text()),
			quantity: integer(1),
		}),
		20,
	),
};
export type LinkCreate = Values<typeof linkCreateParams>;
export type LinkUpdate = Values<typeof linkUpdateParams>;
/** What both may say of the link itself. */
export type LinkEdit = Partial<Values<typeof common>> & { active?: boolean | undefined };
