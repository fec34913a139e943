// A price that a request names by its id, or describes on the spot.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Price } from "../core/objects.ts";
import type { MetadataPatch } from "../core/params/metadata.ts";
import { hash, integer, oneOf, required, text } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { createPrice } from "./prices.ts";
import { createProductFor, type ProductData } from "./product-data.ts";

const dataShape = {
	currency: required(text(3)),
	product: required(text()),
	tax_behavior: oneOf("exclusive", "inclusive", "unspecified"),
	unit_amount: integer(),
	unit_amount_decimal: text(30),
};
/** `price` or `price_data` of what is billed once. */
export const oncePriceShape = { price: text(), price_data: hash(dataShape) };
/** `price` or `price_data` of what recurs. */
export const recurringPriceShape = {
	price: text(),
	price_data: hash({
		...dataShape,
		recurring: required(
			hash({
				interval: required(oneOf("day", "week", "month", "year")),
				interval_count: integer(1),
			}),
		),
	}),
};

interface PriceData {
	currency: string;
	metadata?: MetadataPatch;
	product?: string | undefined;
	product_data?: ProductData | undefined;
	recurring?:
		| { interval: "day" | "week" | "month" | "year"; interval_count: number | undefined }
		| undefined;
	tax_behavior?: "exclusive" | "inclusive" | "unspecified" | undefined;
	unit_amount?: number | undefined;
	unit_amount_decimal?: string | undefined;
}

export interface PriceGiven {
	price?: string | undefined;
	price_data?: PriceData | undefined;
}

/**
 * The price named, or a new one that nobody can use again. `param` is where it stood: `items[0]`, or empty.
 * Emits price.created for a new one. Errors: neither or both given, an unknown or archived price.
 */
export function givenPrice(draft: Draft, given: PriceGiven, param: string): Price {
	return found(draft, given, { param, active: false });
}

/** The same for what a payment link or a quote promises: a new price stays for sale until it is sold. */
export function promisedPrice(draft: Draft, given: PriceGiven, param: string): Price {
	return found(draft, given, { param, active: true });
}

interface Place {
	param: string;
	/** Whether a new price can be used again. */
	active: boolean;
}

function found(draft: Draft, given: PriceGiven, { param, active }: Place): Price {
	const nameOf = (field: string) => (param === "" ? field : `${param}[${field}]`);
	const { price: id, price_data: data } = given;
	if (id === undefined && data === undefined) {
		throw invalidRequest(`Missing required param: ${nameOf("price")}.`, {
			code: "parameter_missing",
			param: nameOf("price"),
		});
	}
	if (id !== undefined && data !== undefined) {
		throw invalidRequest("You may only specify one of these parameters: price, price_data.", {
			code: "parameters_exclusive",
			param: nameOf("price_data"),
		});
	}
	if (data !== undefined) return priceFrom(draft, data, { param: nameOf("price_data"), active });
	const price = getRecord(draft, "price", { id: id ?? "", param: nameOf("price") });
	refuseInactive(price, nameOf("price"));
	return price;
}

/** Documented: a price made on the spot is archived from the start. */
function priceFrom(draft: Draft, data: PriceData, { param, active }: Place): Price {
	if (data.product !== undefined) {
		getRecord(draft, "product", { id: data.product, param: `${param}[product]` });
	}
	const { product_data, ...rest } = data;
	const product = createProductFor(draft, { product: data.product, product_data });
	return createPrice(draft, { ...rest, ...recurringOf(data), product, active });
}

function recurringOf({ recurring }: PriceData) {
	const nothingElse = { meter: undefined, trial_period_days: undefined, usage_type: undefined };
	return { recurring: recurring === undefined ? undefined : { ...nothingElse, ...recurring } };
}

export function refuseInactive(price: Price, param: string): void {
	if (price.active) return;
	throw invalidRequest("The price specified is inactive. This field only accepts active prices.", {
		param,
	});
}

/** Error: a price that recurs, where something is billed once. */
export function refuseRecurring({ recurring }: Price, param: string): void {
	if (recurring === null) return;
	throw invalidRequest(
		"The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.",
		{ param },
	);
}
