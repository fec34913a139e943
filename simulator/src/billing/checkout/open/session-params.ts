// What may be said when a checkout session is opened.
import { priceDataShape } from "../../catalog/price-params.ts";
import { metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { discountsParam } from "../../discounts/set-discounts.ts";
import { allowedTypes, futureUsage, intentShipping } from "../../payments/intents/intent-params.ts";
import { collectParams } from "../collected/collect-params.ts";
import { locale } from "../collected/locales.ts";

const missingPaymentMethod = oneOf("cancel", "create_invoice", "pause");
const automaticTax = hash({ enabled: required(boolean()) });

export const adjustableQuantity = () =>
	hash({ enabled: required(boolean()), maximum: integer(0), minimum: integer(0) });

/** A price made for one line, of a product that exists or of one made with it. */
export const linePriceData = () =>
	hash({
		...priceDataShape,
		product: text(),
		product_data: hash({
			name: required(text()),
			description: text(),
			metadata: metadata(),
		}),
	});

export const sessionCreateParams = {
	...collectParams,
	mode: required(oneOf("subscription", "payment", "setup")),
	after_expiration: hash({
		recovery: hash({ allow_promotion_codes: boolean(), enabled: required(boolean()) }),
	}),
	allow_promotion_codes: boolean(),
	allowed_payment_method_types: allowedTypes(),
	automatic_tax: automaticTax,
	cancel_url: text(),
	client_reference_id: text(200),
	currency: text(3),
	customer: text(),
	customer_creation: oneOf("always", "if_required"),
	customer_email: text(800),
	discounts: discountsParam(),
	expires_at: timestamp(),
	line_items: list(
		hash({
			adjustable_quantity: adjustableQuantity(),
			price: text(),
			price_data: linePriceData(),
			quantity: integer(1),
			tax_rates: list(text(), 5),
		}),
		20,
	),
	locale: locale(),
	metadata: metadata(),
	payment_intent_data: hash({
		capture_method: oneOf("automatic", "automatic_async", "manual"),
		description: text(1000),
		metadata: metadata(),
		receipt_email: text(800),
		setup_future_usage: futureUsage(),
		shipping: intentShipping(),
		statement_descriptor: text(22),
		statement_descriptor_suffix: text(22),
		transfer_group: text(),
	}),
	payment_method_collection: oneOf("always", "if_required"),
	redirect_on_completion: oneOf("always", "if_required", "never"),
	return_url: text(),
	setup_intent_data: hash({ description: text(1000), metadata: metadata() }),
	submit_type: oneOf("auto", "book", "donate", "pay", "subscribe"),
	subscription_data: hash({
		billing_mode: hash({ type: required(oneOf("classic", "flexible")) }),
		default_tax_rates: list(text(), 10),
		description: text(500),
		metadata: metadata(),
		trial_end: timestamp(),
		trial_period_days: integer(1),
		trial_settings: hash({
			end_behavior: required(hash({ missing_payment_method: required(missingPaymentMethod) })),
		}),
	}),
	success_url: text(),
	ui_mode: oneOf("elements", "embedded_page", "form", "hosted_page"),
};
export type SessionParams = Values<typeof sessionCreateParams>;
