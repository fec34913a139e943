// What may be said when a checkout session is opened.
import { priceDataShape } from "../catalog/prices.ts";
import { metadata } from "../core/metadata.ts";
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
} from "../core/params.ts";
import { discountsParam } from "../discounts/set-discounts.ts";

const missingPaymentMethod = oneOf("cancel", "create_invoice", "pause");
const automaticTax = hash({ enabled: required(boolean()) });
const updateChoice = oneOf("auto", "never");

export const sessionCreateParams = {
	mode: required(oneOf("subscription", "payment", "setup")),
	allow_promotion_codes: boolean(),
	automatic_tax: automaticTax,
	billing_address_collection: oneOf("auto", "required"),
	cancel_url: text(),
	client_reference_id: text(200),
	currency: text(3),
	customer: text(),
	customer_email: text(800),
	discounts: discountsParam(),
	customer_update: hash({ address: updateChoice, name: updateChoice, shipping: updateChoice }),
	expires_at: timestamp(),
	line_items: list(
		hash({
			price: text(),
			price_data: hash({
				...priceDataShape,
				product: text(),
				product_data: hash({
					name: required(text()),
					description: text(),
					metadata: metadata(),
				}),
			}),
			quantity: integer(1),
			tax_rates: list(text(), 5),
		}),
		20,
	),
	locale: text(10),
	metadata: metadata(),
	payment_method_collection: oneOf("always", "if_required"),
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
	tax_id_collection: hash({ enabled: required(boolean()) }),
	ui_mode: oneOf("hosted_page"),
};
export type SessionParams = Values<typeof sessionCreateParams>;
