// Prices: what a product costs, once or per interval.
import type { Plan, Price } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import { mergeMetadata, metadata } from "../core/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";

const recurringShape = {
	interval: required(oneOf("day", "week", "month", "year")),
	interval_count: integer(1),
	trial_period_days: integer(0),
	usage_type: oneOf("licensed"),
};

/** What a price needs besides its product; also the `price_data` of lines and products. */
export const priceDataShape = {
	currency: required(text(3)),
	metadata: metadata(),
	recurring: hash(recurringShape),
	tax_behavior: oneOf("exclusive", "inclusive", "unspecified"),
	unit_amount: integer(0),
	unit_amount_decimal: text(30),
};
export const priceCreateParams = {
	...priceDataShape,
	active: boolean(),
	billing_scheme: oneOf("per_unit"),
	lookup_key: text(200),
	nickname: text(),
	product: text(),
	product_data: hash({
		id: text(),
		name: required(text()),
		active: boolean(),
		metadata: metadata(),
		statement_descriptor: text(22),
		unit_label: text(12),
	}),
	transfer_lookup_key: boolean(),
};
export const priceUpdateParams = {
	active: boolean(),
	lookup_key: clearable(text(200)),
	metadata: metadata(),
	nickname: clearable(text()),
	tax_behavior: oneOf("exclusive", "inclusive", "unspecified"),
	transfer_lookup_key: boolean(),
};

type Create = Omit<Partial<Values<typeof priceCreateParams>>, "product_data"> & {
	currency: string;
};

/** A new price of an existing product. Emits price.created, and plan.created beside a recurring one. */
export function createPrice(draft: Draft, params: Create): Price {
	const product = params.product;
	if (product === undefined) {
		throw invalidRequest("You must pass one of `product` or `product_data`.", {
			code: "parameter_missing",
			param: "product",
		});
	}
	getRecord(draft, "product", { id: product, param: "product" });
	const id = draft.newId("price");
	takeLookupKey(draft, id, params);
	const price = draft.put("price", buildPrice(draft, { ...params, id, product }));
	if (price.recurring !== null) draft.emit("plan.created", planOf(price));
	draft.emit("price.created", price);
	return price;
}

/** Changes what was sent; amounts are fixed for ever. Emits price.updated when something differs. */
export function updatePrice(
	draft: Draft,
	id: string,
	params: Values<typeof priceUpdateParams>,
): Price {
	const before = getRecord(draft, "price", { id });
	takeLookupKey(draft, id, params);
	const after = draft.put("price", {
		...before,
		active: params.active ?? before.active,
		lookup_key: kept(params.lookup_key, before.lookup_key),
		metadata: mergeMetadata(before.metadata, params.metadata),
		nickname: kept(params.nickname, before.nickname),
		tax_behavior: params.tax_behavior ?? before.tax_behavior,
	});
	if (JSON.stringify(after) !== JSON.stringify(before)) draft.emit("price.updated", after, before);
	return after;
}

/** A lookup key names one price; it moves only when the caller says so. */
function takeLookupKey(
	draft: Draft,
	taker: string,
	{ lookup_key, transfer_lookup_key }: Partial<Values<typeof priceUpdateParams>>,
): void {
	if (!lookup_key) return;
	for (const holder of [...draft.list("price", { group: `lookup_key:${lookup_key}` })]) {
		if (holder.id === taker) continue;
		if (transfer_lookup_key !== true) {
			throw invalidRequest(
				`A price (\`${holder.id}\`) already uses that lookup key. You can transfer the lookup key by passing \`transfer_lookup_key=true\`.`,
				{ code: "resource_already_exists", param: "lookup_key" },
			);
		}
		const freed = draft.put("price", { ...holder, lookup_key: null });
		draft.emit("price.updated", freed, holder);
	}
}

function buildPrice(draft: Draft, params: Create & { id: string; product: string }): Price {
	const amount = toAmount(params);
	const recurring = params.recurring;
	return {
		id: params.id,
		object: "price",
		active: params.active ?? true,
		billing_scheme: "per_unit",
		created: draft.now,
		currency: params.currency.toLowerCase(),
		custom_unit_amount: null,
		livemode: false,
		lookup_key: params.lookup_key ?? null,
		metadata: mergeMetadata({}, params.metadata),
		nickname: params.nickname ?? null,
		product: params.product,
		recurring:
			recurring === undefined
				? null
				: {
						interval: recurring.interval,
						interval_count: recurring.interval_count ?? 1,
						meter: null,
						trial_period_days: recurring.trial_period_days ?? null,
						usage_type: "licensed",
					},
		tax_behavior: params.tax_behavior ?? "unspecified",
		tiers_mode: null,
		transform_quantity: null,
		type: recurring === undefined ? "one_time" : "recurring",
		...amount,
	};
}

function toAmount(params: Create): Pick<Price, "unit_amount" | "unit_amount_decimal"> {
	const decimal = params.unit_amount_decimal;
	if (params.unit_amount === undefined && decimal === undefined) {
		throw invalidRequest(
			"Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
			{ code: "parameter_missing", param: "unit_amount" },
		);
	}
	if (decimal === undefined) {
		return {
			unit_amount: params.unit_amount ?? null,
			unit_amount_decimal: String(params.unit_amount),
		};
	}
	if (!/^\d{1,12}(\.\d{1,12})?$/.test(decimal)) {
		throw invalidRequest(`Invalid decimal: ${decimal}`, { param: "unit_amount_decimal" });
	}
	const whole = Number.isInteger(Number(decimal)) ? Number(decimal) : null;
	return { unit_amount: whole, unit_amount_decimal: decimal };
}

/** The older face of a recurring price, which Stripe still shows beside it. */
export function planOf(price: Price): Plan {
	return {
		id: price.id,
		object: "plan",
		active: price.active,
		amount: price.unit_amount,
		amount_decimal: price.unit_amount_decimal,
		billing_scheme: price.billing_scheme,
		created: price.created,
		currency: price.currency,
		interval: price.recurring?.interval ?? "month",
		interval_count: price.recurring?.interval_count ?? 1,
		livemode: false,
		metadata: price.metadata,
		meter: null,
		nickname: price.nickname,
		product: price.product,
		tiers_mode: null,
		transform_usage: null,
		trial_period_days: price.recurring?.trial_period_days ?? null,
		usage_type: "licensed",
	};
}

/** The amount of `quantity` units, rounded to whole minor units. */
export function amountOf(price: Price, quantity: number): number {
	return Math.round(Number(price.unit_amount_decimal ?? 0) * quantity);
}
