// Coupons and promotion codes on a checkout session.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { findActiveCode } from "../../discounts/promotion-codes.ts";
import { type Purchase, type Redeemable, redeem } from "../../discounts/redeem.ts";
import { type DiscountGiven, findRedeemable } from "../../discounts/set-discounts.ts";
import type { CheckoutRecord } from "../checkout-record.ts";
import { priceSession } from "./price-session.ts";

/** The session's `discounts` as given at its creation. Errors: more than one, both ways at once. */
export function sessionDiscounts(
	draft: Draft,
	given: readonly DiscountGiven[] | undefined,
	{ purchase, typed }: { purchase: Purchase; typed: boolean },
): NonNullable<CheckoutSession["discounts"]> {
	if (given === undefined || given.length === 0) return [];
	if (typed) {
		throw invalidRequest(
			"You may only specify one of these parameters: allow_promotion_codes, discounts.",
			{ code: "parameters_exclusive", param: "allow_promotion_codes" },
		);
	}
	if (given.length > 1) {
		throw invalidRequest("A Checkout Session can have at most one discount.", {
			param: "discounts",
		});
	}
	return given.map((entry) => {
		if (entry.coupon === undefined && entry.promotion_code === undefined) {
			throw invalidRequest("Missing required param: discounts[0][coupon].", {
				code: "parameter_missing",
				param: "discounts[0][coupon]",
			});
		}
		return toSessionDiscount(findRedeemable(draft, entry, { purchase, param: "discounts[0]" }));
	});
}

function toSessionDiscount({ coupon, promotionCode }: Redeemable) {
	return promotionCode === null
		? { coupon: coupon.id, promotion_code: null }
		: { coupon: null, promotion_code: promotionCode.id };
}

/**
 * A person typed a code on the page: the session's amounts are less from now on. Another code takes the
 * first one's place. Errors (400): a session without codes, an unknown code, one whose rules are not met.
 */
export function applyPromotionCode(draft: Draft, id: string, typed: string): CheckoutSession {
	const { session, record } = openForCodes(draft, id);
	const code = findActiveCode(draft, typed.trim());
	if (code === undefined) {
		throw invalidRequest("This code is invalid.", {
			code: "resource_missing",
			param: "promotion_code",
		});
	}
	const found = findRedeemable(
		draft,
		{ coupon: undefined, promotion_code: code.id },
		{ purchase: purchaseOf(session, record), param: "promotion_code" },
	);
	draft.put("checkout.session", { ...session, discounts: [toSessionDiscount(found)] });
	return priceSession(draft, id);
}

/** The typed code is taken back. */
export function removePromotionCode(draft: Draft, id: string): CheckoutSession {
	const { session } = openForCodes(draft, id);
	draft.put("checkout.session", { ...session, discounts: [] });
	return priceSession(draft, id);
}

function openForCodes(draft: Draft, id: string) {
	const session = getRecord(draft, "checkout.session", { id });
	const record = getRecord(draft, "checkout", { id });
	if (session.status === "open" && session.allow_promotion_codes === true) {
		return { session, record };
	}
	throw invalidRequest("This Checkout Session does not take promotion codes.");
}

/** What the session sells, as a promotion code's restrictions look at it. */
export function purchaseOf(
	session: Pick<CheckoutSession, "customer" | "currency">,
	{ lines }: Pick<CheckoutRecord, "lines">,
): Purchase {
	return {
		customer: session.customer,
		currency: session.currency ?? "usd",
		amount: lines.reduce((sum, line) => sum + line.amount_subtotal, 0),
		products: lines.flatMap(({ price }) => price?.product ?? []),
	};
}

/**
 * The ids of the session's discounts, redeemed for a subscription or, in payment mode, for the session.
 * Restrictions were met when the code was taken; by now the payment itself counts as an earlier
 * transaction. Emits customer.discount.created for a subscription's.
 */
export function redeemSession(
	draft: Draft,
	session: CheckoutSession,
	{ customer, subscription }: { customer: string | null; subscription: string | null },
): string[] {
	return (session.discounts ?? []).flatMap((one) => {
		const promotionCode = draft.get("promotion_code", one.promotion_code ?? "") ?? null;
		const coupon = draft.get("coupon", one.coupon ?? promotionCode?.promotion.coupon ?? "");
		if (coupon === undefined) return [];
		const discount = redeem(
			draft,
			{ coupon, promotionCode },
			{
				...(subscription === null ? { checkout_session: session.id } : {}),
				customer,
				invoice: null,
				invoice_item: null,
				subscription,
				subscription_item: null,
			},
		);
		if (subscription !== null && draft.settings.discountEvents) {
			draft.emit("customer.discount.created", discount);
		}
		return [discount.id];
	});
}
