// Turning a coupon or a promotion code into a discount.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Coupon, Discount, PromotionCode } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { addMonths } from "../core/time/calendar.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { couponTerms } from "./discount-terms.ts";
import { expired } from "./promotion-codes.ts";

/** Who redeems, and what for. */
export interface Purchase {
	/** Null while it is not known who buys. */
	customer: string | null;
	currency: string;
	/** What is bought costs this much before discounts; null where no minimum can be asked for. */
	amount: number | null;
	/** Products bought; null where any may be. */
	products: readonly string[] | null;
}

export interface Redeemable {
	coupon: Coupon;
	promotionCode: PromotionCode | null;
}

/** The coupon, if it may still be redeemed. Errors: resource_missing, coupon_expired, wrong currency. */
export function redeemableCoupon(
	draft: Draft,
	id: string,
	{ purchase, param }: { purchase: Purchase; param: string },
): Redeemable {
	const coupon = getRecord(draft, "coupon", { id, param });
	refuseUnusable(draft, coupon, { purchase, param });
	return { coupon, promotionCode: null };
}

function refuseUnusable(
	draft: Draft,
	coupon: Coupon,
	{ purchase, param }: { purchase: Purchase; param: string },
): void {
	if (!coupon.valid) throw expired(`Coupon expired: ${coupon.id}`, param);
	const terms = couponTerms(draft, coupon, { discount: "", currency: purchase.currency });
	if (terms === undefined) {
		throw invalidRequest(
			`The coupon ${coupon.id} cannot be used in ${purchase.currency}; its currency is ${coupon.currency}.`,
			{ param },
		);
	}
	const { products } = terms;
	const unfit =
		products !== null &&
		purchase.products !== null &&
		!purchase.products.some((product) => products.includes(product));
	if (unfit) {
		throw invalidRequest(`The coupon ${coupon.id} does not apply to anything in this purchase.`, {
			param,
		});
	}
}

/**
 * The promotion code and its coupon, if this purchase meets all its restrictions. Error codes:
 * resource_missing, coupon_expired; a restriction is refused without a code, as observed.
 */
export function redeemableCode(
	draft: Draft,
	id: string,
	{ purchase, param }: { purchase: Purchase; param: string },
): Redeemable {
	const promotionCode = getRecord(draft, "promotion_code", { id, param });
	if (!promotionCode.active) throw expired("This promotion code is not active any more.", param);
	const coupon = getRecord(draft, "coupon", { id: promotionCode.promotion.coupon ?? "", param });
	refuseUnusable(draft, coupon, { purchase, param });
	const reason = restrictionBroken(draft, promotionCode, purchase);
	if (reason === null) return { coupon, promotionCode };
	throw invalidRequest(`This promotion code cannot be redeemed because ${reason}.`, { param });
}

function restrictionBroken(
	draft: Draft,
	{ customer, restrictions }: PromotionCode,
	purchase: Purchase,
): string | null {
	if (customer !== null && customer !== purchase.customer) {
		return "it is meant for another customer";
	}
	if (restrictions.first_time_transaction && hasBoughtBefore(draft, purchase.customer)) {
		return "the associated customer has prior transactions";
	}
	if (restrictions.minimum_amount === null || purchase.amount === null) return null;
	const minimum =
		restrictions.minimum_amount_currency === purchase.currency
			? restrictions.minimum_amount
			: restrictions.currency_options?.[purchase.currency]?.minimum_amount;
	if (minimum === undefined) return `it has no minimum amount in ${purchase.currency}`;
	return purchase.amount < minimum ? "the minimum amount is not reached" : null;
}

/** Observed: an invoice that was issued counts, whether or not it was paid. */
function hasBoughtBefore(draft: Draft, customer: string | null): boolean {
	if (customer === null) return false;
	for (const invoice of draft.list("invoice", { group: `customer:${customer}` })) {
		if (invoice.status !== "draft" && invoice.status !== "void") return true;
	}
	for (const intent of draft.list("payment_intent", { group: `customer:${customer}` })) {
		if (intent.status === "succeeded") return true;
	}
	return false;
}

export type DiscountOwner = Pick<Discount, "customer" | "invoice" | "invoice_item"> &
	Pick<Discount, "subscription" | "subscription_item"> &
	Partial<Pick<Discount, "checkout_session">>;

/** A new discount; coupon and code count one redemption more. Emits nothing: the caller knows what it replaces. */
export function redeem(
	draft: Draft,
	{ coupon, promotionCode }: Redeemable,
	owner: DiscountOwner,
): Discount {
	countRedemption(draft, coupon.id, promotionCode?.id);
	const discount = newDiscount(draft, { coupon, promotionCode }, owner);
	if (coupon.duration !== "repeating") return discount;
	const end = addMonths(draft.now, coupon.duration_in_months ?? 0);
	schedule(draft, "expire_discount", discount.id, end);
	return draft.put("discount", { ...discount, end });
}

/** A discount that nobody has redeemed, as a quote promises it. It counts nothing and never ends. */
export function newDiscount(
	draft: Draft,
	{ coupon, promotionCode }: Redeemable,
	owner: DiscountOwner,
): Discount {
	return draft.put("discount", {
		id: draft.newId("di"),
		object: "discount",
		checkout_session: null,
		customer_account: null,
		end: null,
		promotion_code: promotionCode?.id ?? null,
		source: { coupon: coupon.id, type: "coupon" },
		start: draft.now,
		...owner,
	});
}

function countRedemption(draft: Draft, couponId: string, codeId: string | undefined): void {
	const coupon = draft.get("coupon", couponId);
	if (coupon !== undefined) {
		const times = coupon.times_redeemed + 1;
		const valid = coupon.valid && (coupon.max_redemptions ?? Number.POSITIVE_INFINITY) > times;
		draft.put("coupon", { ...coupon, times_redeemed: times, valid });
	}
	const code = draft.get("promotion_code", codeId ?? "");
	if (code === undefined) return;
	const times = code.times_redeemed + 1;
	const active = code.active && (code.max_redemptions ?? Number.POSITIVE_INFINITY) > times;
	draft.put("promotion_code", { ...code, times_redeemed: times, active });
}
