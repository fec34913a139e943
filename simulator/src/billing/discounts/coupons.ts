// Coupons: what a discount is worth and for how long.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { Coupon } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	clearable,
	decimal,
	hash,
	integer,
	list,
	oneOf,
	required,
	table,
	text,
	timestamp,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { switchOffCodes } from "./promotion-codes.ts";

const currencyOptions = table(hash({ amount_off: required(integer(1)) }));
export const couponCreateParams = {
	amount_off: integer(1),
	applies_to: hash({ products: list(text()) }),
	currency: text(3),
	currency_options: currencyOptions,
	duration: oneOf("forever", "once", "repeating"),
	duration_in_months: integer(1),
	id: text(200),
	max_redemptions: integer(1),
	metadata: metadata(),
	name: clearable(text(40)),
	percent_off: decimal(0.0001, 100),
	redeem_by: timestamp(),
};
export const couponUpdateParams = {
	currency_options: currencyOptions,
	metadata: metadata(),
	name: clearable(text(40)),
};
type Params = Values<typeof couponCreateParams>;

/** A new coupon, once unless it says otherwise. Emits coupon.created. */
export function createCoupon(draft: Draft, params: Params): Coupon {
	refuseContradictions(draft, params);
	const id = params.id ?? draft.newId("", 8);
	for (const product of params.applies_to?.products ?? []) {
		getRecord(draft, "product", { id: product, param: "applies_to[products]" });
	}
	const coupon = draft.put("coupon", {
		id,
		object: "coupon",
		amount_off: params.amount_off ?? null,
		created: draft.now,
		currency: params.amount_off === undefined ? null : (params.currency?.toLowerCase() ?? null),
		duration: params.duration ?? "once",
		duration_in_months: params.duration_in_months ?? null,
		livemode: false,
		max_redemptions: params.max_redemptions ?? null,
		metadata: mergeMetadata({}, params.metadata),
		name: params.name ?? null,
		percent_off: params.percent_off ?? null,
		redeem_by: params.redeem_by ?? null,
		times_redeemed: 0,
		valid: true,
	});
	const products = params.applies_to?.products;
	draft.put("couponDetails", {
		id,
		appliesTo: products === undefined ? null : { products },
		currencyOptions: toOptions(params.currency_options),
		deleted: null,
	});
	if (coupon.redeem_by !== null) schedule(draft, "expire_coupon", id, coupon.redeem_by);
	draft.emit("coupon.created", coupon);
	return coupon;
}

function refuseContradictions(draft: Draft, params: Params): void {
	if (params.amount_off !== undefined && params.percent_off !== undefined) {
		throw invalidRequest("You may only specify one of these parameters: amount_off, percent_off.", {
			code: "parameters_exclusive",
			param: "amount_off",
		});
	}
	if (params.amount_off === undefined && params.percent_off === undefined) {
		throw missing("percent_off", "Must provide percent_off or amount_off");
	}
	if (params.amount_off !== undefined && params.currency === undefined) {
		throw missing("currency", "Must provide currency when using amount_off");
	}
	const repeating = params.duration === "repeating";
	if (repeating && params.duration_in_months === undefined) {
		throw missing("duration_in_months", "Must provide duration_in_months when duration=repeating");
	}
	if (!repeating && params.duration_in_months !== undefined) {
		throw invalidRequest("duration_in_months can only be used with duration=repeating", {
			param: "duration_in_months",
		});
	}
	if (params.redeem_by !== undefined && params.redeem_by <= draft.now) {
		throw invalidRequest("redeem_by must be in the future", { param: "redeem_by" });
	}
	if (params.id !== undefined && draft.get("coupon", params.id) !== undefined) {
		throw invalidRequest("Coupon already exists.", {
			code: "resource_already_exists",
			param: "id",
		});
	}
}

function missing(param: string, message: string) {
	return invalidRequest(message, { code: "parameter_missing", param });
}

function toOptions(given: Params["currency_options"]) {
	const entries = [...(given ?? [])].map(
		([currency, option]) => [currency.toLowerCase(), { amount_off: option.amount_off }] as const,
	);
	return Object.fromEntries(entries);
}

/** What a coupon takes off never changes; its name, metadata and further currencies do. */
export function updateCoupon(
	draft: Draft,
	id: string,
	params: Values<typeof couponUpdateParams>,
): Coupon {
	const before = getRecord(draft, "coupon", { id });
	const details = draft.get("couponDetails", id);
	if (details !== undefined && params.currency_options !== undefined) {
		const added = toOptions(params.currency_options);
		const merged = { ...details.currencyOptions, ...added };
		draft.put("couponDetails", { ...details, currencyOptions: merged });
	}
	const after = draft.put("coupon", {
		...before,
		metadata: mergeMetadata(before.metadata, params.metadata),
		name: kept(params.name, before.name),
	});
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		draft.emit("coupon.updated", after, before);
	}
	return after;
}

/** Nobody can redeem it any more; who has its discount keeps it. Emits coupon.deleted. */
export function deleteCoupon(draft: Draft, id: string): object {
	const coupon = getRecord(draft, "coupon", { id });
	const details = draft.get("couponDetails", id);
	if (details !== undefined) draft.put("couponDetails", { ...details, deleted: coupon });
	draft.remove("coupon", id);
	switchOffCodes(draft, id);
	draft.emit("coupon.deleted", coupon);
	return { id, object: "coupon", deleted: true };
}

/** `redeem_by` has passed. Stripe tells nobody. */
export function expireCoupon(draft: Draft, id: string): void {
	const coupon = draft.get("coupon", id);
	if (coupon !== undefined) draft.put("coupon", { ...coupon, valid: false });
}
