// Promotion codes: words a customer types to redeem a coupon.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { PromotionCode } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	hash,
	integer,
	oneOf,
	required,
	table,
	text,
	timestamp,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { getCustomer } from "../customers/revise-customer.ts";

const currencyOptions = table(hash({ minimum_amount: integer(1) }));
export const promotionCodeCreateParams = {
	active: boolean(),
	code: text(500),
	customer: text(),
	expires_at: timestamp(),
	max_redemptions: integer(1),
	metadata: metadata(),
	promotion: required(hash({ coupon: required(text()), type: required(oneOf("coupon")) })),
	restrictions: hash({
		currency_options: currencyOptions,
		first_time_transaction: boolean(),
		minimum_amount: integer(1),
		minimum_amount_currency: text(3),
	}),
};
export const promotionCodeUpdateParams = {
	active: boolean(),
	metadata: metadata(),
	restrictions: hash({ currency_options: currencyOptions }),
};
type Params = Values<typeof promotionCodeCreateParams>;

/** A new code, made up when none is given. Emits promotion_code.created. */
export function createPromotionCode(draft: Draft, params: Params): PromotionCode {
	const coupon = getRecord(draft, "coupon", {
		id: params.promotion.coupon,
		param: "promotion[coupon]",
	});
	if (!coupon.valid) throw expired("This coupon has expired.", "promotion[coupon]");
	if (params.customer !== undefined) getCustomer(draft, params.customer, "customer");
	const code = codeFrom(draft, params);
	refuseOddRestrictions(draft, params);
	const created = draft.put("promotion_code", {
		id: draft.newId("promo"),
		object: "promotion_code",
		active: params.active ?? true,
		code,
		created: draft.now,
		customer: params.customer ?? null,
		customer_account: null,
		expires_at: params.expires_at ?? coupon.redeem_by,
		livemode: false,
		max_redemptions: params.max_redemptions ?? null,
		metadata: mergeMetadata({}, params.metadata),
		promotion: { coupon: coupon.id, type: "coupon" },
		restrictions: restrictionsOf(params.restrictions),
		times_redeemed: 0,
	});
	if (created.expires_at !== null) {
		schedule(draft, "expire_promotion_code", created.id, created.expires_at);
	}
	draft.emit("promotion_code.created", created);
	return created;
}

function codeFrom(draft: Draft, { code, active }: Params): string {
	if (code === undefined) return draft.newId("", 8).toUpperCase();
	if (!/^[\w-]+$/.test(code)) {
		throw invalidRequest("The promotion code may contain letters, digits, _ and - only.", {
			param: "code",
		});
	}
	if (active !== false) refuseTaken(draft, code);
	return code;
}

function refuseTaken(draft: Draft, code: string): void {
	if (findActiveCode(draft, code) === undefined) return;
	throw invalidRequest(`An active promotion code with \`code: ${code}\` already exists.`, {
		code: "resource_already_exists",
		param: "code",
	});
}

function refuseOddRestrictions(draft: Draft, { restrictions, expires_at }: Params): void {
	if (expires_at !== undefined && expires_at <= draft.now) {
		throw invalidRequest("expires_at must be in the future", { param: "expires_at" });
	}
	const amount = restrictions?.minimum_amount;
	if ((amount === undefined) === (restrictions?.minimum_amount_currency === undefined)) return;
	throw invalidRequest("minimum_amount and minimum_amount_currency must be given together.", {
		code: "parameter_missing",
		param: `restrictions[minimum_amount${amount === undefined ? "" : "_currency"}]`,
	});
}

function restrictionsOf(given: Params["restrictions"]): PromotionCode["restrictions"] {
	return {
		first_time_transaction: given?.first_time_transaction ?? false,
		minimum_amount: given?.minimum_amount ?? null,
		minimum_amount_currency: given?.minimum_amount_currency?.toLowerCase() ?? null,
		...(given?.currency_options === undefined
			? {}
			: { currency_options: minimums(given.currency_options) }),
	};
}

function minimums(given: Map<string, { minimum_amount: number | undefined }>) {
	const entries = [...given].map(
		([currency, { minimum_amount = 0 }]) => [currency.toLowerCase(), { minimum_amount }] as const,
	);
	return Object.fromEntries(entries);
}

/** Switches it on or off. One whose coupon is no longer valid stays off. Emits promotion_code.updated. */
export function updatePromotionCode(
	draft: Draft,
	id: string,
	params: Values<typeof promotionCodeUpdateParams>,
): PromotionCode {
	const before = getRecord(draft, "promotion_code", { id });
	if (params.active === true && !before.active) refuseRevival(draft, before);
	const options = params.restrictions?.currency_options;
	const after = draft.put("promotion_code", {
		...before,
		active: params.active ?? before.active,
		metadata: mergeMetadata(before.metadata, params.metadata),
		restrictions:
			options === undefined
				? before.restrictions
				: {
						...before.restrictions,
						currency_options: { ...before.restrictions.currency_options, ...minimums(options) },
					},
	});
	if (JSON.stringify(after) !== JSON.stringify(before)) {
		draft.emit("promotion_code.updated", after, before);
	}
	return after;
}

function refuseRevival(draft: Draft, code: PromotionCode): void {
	const coupon = draft.get("coupon", code.promotion.coupon ?? "");
	const over = code.expires_at !== null && code.expires_at <= draft.now;
	const used = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions;
	if (coupon?.valid !== true || over || used) {
		throw expired("This promotion code can no longer be active.", "active");
	}
	refuseTaken(draft, code.code);
}

/** The one active code of this spelling; upper and lower case are the same. */
export function findActiveCode(draft: Draft, code: string): PromotionCode | undefined {
	for (const one of draft.list("promotion_code", { group: `code:${code.toLowerCase()}` })) {
		if (one.active) return one;
	}
	return undefined;
}

/** `expires_at` has passed. Stripe tells nobody. */
export function expirePromotionCode(draft: Draft, id: string): void {
	const code = draft.get("promotion_code", id);
	if (code !== undefined) draft.put("promotion_code", { ...code, active: false });
}

/** Codes of a deleted coupon redeem nothing. */
export function switchOffCodes(draft: Draft, coupon: string): void {
	for (const code of [...draft.list("promotion_code", { group: `coupon:${coupon}` })]) {
		draft.put("promotion_code", { ...code, active: false });
	}
}

/** The refusal of anything whose time or number is up. */
export function expired(message: string, param: string) {
	return invalidRequest(message, { code: "coupon_expired", param });
}
