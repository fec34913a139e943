// What may be said of a price.
import { metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	decimal,
	hash,
	integer,
	list,
	oneOf,
	type Param,
	required,
	table,
	text,
	type Values,
} from "../core/params/params.ts";

/** Where a tier ends: a quantity, or `inf` for the last one. */
const upTo: Param<number | "inf" | undefined> = {
	read: (raw, path) => (raw === "inf" ? "inf" : integer(1).read(raw, path)),
};
/** Decimal amounts stay text, since the wire must show them as they were written. */
const decimalText: Param<string | undefined> = {
	read(raw, path) {
		decimal(0, 999_999_999_999).read(raw, path);
		return text(30).read(raw, path);
	},
};
export const amountShape = { unit_amount: integer(0), unit_amount_decimal: decimalText };
const tierShape = {
	...amountShape,
	flat_amount: integer(0),
	flat_amount_decimal: decimalText,
	up_to: required(upTo),
};
const tiers = list(hash(tierShape), 100);
const customUnitAmount = hash({
	enabled: required(boolean()),
	maximum: integer(1),
	minimum: integer(1),
	preset: integer(0),
});
const taxBehavior = oneOf("exclusive", "inclusive", "unspecified");
const currencyOptions = table(
	hash({
		...amountShape,
		custom_unit_amount: customUnitAmount,
		tax_behavior: taxBehavior,
		tiers,
	}),
);
export const recurringShape = {
	interval: required(oneOf("day", "week", "month", "year")),
	interval_count: integer(1),
	meter: text(),
	trial_period_days: integer(0),
	usage_type: oneOf("licensed", "metered"),
};

/** What a price needs besides its product; also the `price_data` of lines and products. */
export const priceDataShape = {
	...amountShape,
	currency: required(text(3)),
	metadata: metadata(),
	recurring: hash(recurringShape),
	tax_behavior: taxBehavior,
};
/** How a price counts, shared by prices and legacy plans. */
export const schemeShape = {
	billing_scheme: oneOf("per_unit", "tiered"),
	tiers,
	tiers_mode: oneOf("graduated", "volume"),
};
export const transformShape = {
	divide_by: required(integer(1)),
	round: required(oneOf("down", "up")),
};
export const priceCreateParams = {
	...priceDataShape,
	...schemeShape,
	active: boolean(),
	currency_options: currencyOptions,
	custom_unit_amount: customUnitAmount,
	lookup_key: text(200),
	nickname: text(),
	product: text(),
	product_data: hash({
		id: text(),
		name: required(text()),
		active: boolean(),
		metadata: metadata(),
		statement_descriptor: text(22),
		tax_code: text(),
		unit_label: text(12),
	}),
	transfer_lookup_key: boolean(),
	transform_quantity: hash(transformShape),
};
export const priceUpdateParams = {
	active: boolean(),
	currency_options: clearable(currencyOptions),
	lookup_key: clearable(text(200)),
	metadata: metadata(),
	nickname: clearable(text()),
	tax_behavior: taxBehavior,
	transfer_lookup_key: boolean(),
};

/** A price still to be made, without the product it belongs to. */
export type PriceCreate = Omit<Partial<Values<typeof priceCreateParams>>, "product_data"> & {
	currency: string;
};
export type TierGiven = NonNullable<PriceCreate["tiers"]>[number];
export type AmountGiven = {
	unit_amount?: number | undefined;
	unit_amount_decimal?: string | undefined;
};
