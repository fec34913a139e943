// What may be sent about quotes.
import { amountShape } from "../catalog/price-params.ts";
import { metadata } from "../core/params/metadata.ts";
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
} from "../core/params/params.ts";
import { discountsParam } from "../discounts/set-discounts.ts";
import { automaticTaxParam } from "../taxes/automatic-tax.ts";

/** An instant, or the end of a period that a new subscription does not have yet. */
const effectiveDate: Param<"current_period_end" | number | undefined> = {
	read: (raw, path) =>
		raw === "current_period_end" ? "current_period_end" : timestamp().read(raw, path),
};
const lineShape = {
	discounts: discountsParam(),
	price: text(),
	price_data: hash({
		...amountShape,
		currency: required(text(3)),
		product: required(text()),
		recurring: hash({
			interval: required(oneOf("day", "week", "month", "year")),
			interval_count: integer(1),
		}),
		tax_behavior: oneOf("exclusive", "inclusive", "unspecified"),
	}),
	quantity: integer(0),
	tax_rates: list(text(), 5),
};
const subscriptionShape = {
	description: clearable(text(500)),
	effective_date: clearable(effectiveDate),
	metadata: metadata(),
	trial_period_days: clearable(integer(0)),
};
const common = {
	automatic_tax: automaticTaxParam(),
	collection_method: oneOf("charge_automatically", "send_invoice"),
	customer: text(),
	default_tax_rates: list(text(), 10),
	description: clearable(text(500)),
	discounts: discountsParam(),
	expires_at: timestamp(),
	footer: clearable(text(500)),
	header: clearable(text(50)),
	invoice_settings: hash({
		custom_fields: clearable(
			list(hash({ name: required(text(40)), value: required(text(140)) }), 4),
		),
		days_until_due: integer(0),
		description: clearable(text(1500)),
		footer: clearable(text()),
		issuer: hash({ type: required(oneOf("self")) }),
	}),
	metadata: metadata(),
};

export const quoteCreateParams = {
	...common,
	from_quote: hash({ is_revision: boolean(), quote: required(text()) }),
	line_items: list(hash(lineShape), 20),
	subscription_data: hash({
		...subscriptionShape,
		billing_mode: hash({ type: required(oneOf("classic", "flexible")) }),
	}),
	test_clock: text(),
};
export const quoteUpdateParams = {
	...common,
	line_items: list(hash({ ...lineShape, id: text() }), 20),
	subscription_data: hash(subscriptionShape),
};
export const quoteFinalizeParams = { expires_at: timestamp() };

export type QuoteCreate = Values<typeof quoteCreateParams>;
export type QuoteUpdate = Values<typeof quoteUpdateParams>;
export type QuoteFinalize = Values<typeof quoteFinalizeParams>;
/** What both may say of the quote itself. */
export type QuoteEdit = Partial<Values<typeof common>> & {
	subscription_data?: NonNullable<QuoteUpdate["subscription_data"]> | undefined;
};
/** A line as sent; only an update names one that is there already. */
export type LineSent = Omit<NonNullable<QuoteUpdate["line_items"]>[number], "id"> & {
	id?: string | undefined;
};
