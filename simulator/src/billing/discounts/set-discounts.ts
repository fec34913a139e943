// The `discounts` parameter, wherever it is accepted.

import type { Draft } from "../core/draft.ts";
import type { Discount } from "../core/objects.ts";
import { hash, list, type Param, text } from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import {
	type DiscountOwner,
	newDiscount,
	type Purchase,
	type Redeemable,
	redeem,
	redeemableCode,
	redeemableCoupon,
} from "./redeem.ts";

export interface DiscountGiven {
	coupon: string | undefined;
	discount: string | undefined;
	promotion_code: string | undefined;
}

/** A list of coupons, promotion codes or discounts to keep; an empty string clears it. */
export function discountsParam(): Param<DiscountGiven[] | undefined> {
	return list(hash({ coupon: text(), discount: text(), promotion_code: text() }), 20);
}

export interface DiscountPlace {
	owner: DiscountOwner;
	purchase: Purchase;
	/** Ids of the discounts so far. */
	before: readonly string[];
	/** True where a discount is only promised: whoever makes it true redeems it then. */
	promised?: boolean;
	/** The parameter's name as sent: `discounts`, or `items[0][discounts]`. */
	param: string;
}

/**
 * The ids after the change; `given` undefined leaves them as they were. Emits customer.discount.created,
 * .updated where one takes another's place, and .deleted.
 */
export function setDiscounts(
	draft: Draft,
	given: readonly DiscountGiven[] | undefined,
	place: DiscountPlace,
): string[] {
	if (given === undefined) return [...place.before];
	const ids = given.map((entry, index) =>
		toDiscount(draft, entry, { ...place, param: `${place.param}[${index}]` }),
	);
	announce(draft, place, ids);
	return ids;
}

function toDiscount(draft: Draft, given: DiscountGiven, place: DiscountPlace): string {
	const { param, purchase } = place;
	const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
	if (chosen.length !== 1) {
		throw invalidRequest(
			`You must specify exactly one of coupon, discount and promotion_code in ${param}.`,
			{ code: chosen.length === 0 ? "parameter_missing" : "parameters_exclusive", param },
		);
	}
	if (given.discount !== undefined) {
		if (place.before.includes(given.discount)) return given.discount;
		throw missingResource("discount", given.discount, `${param}[discount]`);
	}
	const found = findRedeemable(draft, given, { purchase, param });
	return (place.promised ? newDiscount : redeem)(draft, found, place.owner).id;
}

/** What a coupon or promotion code of the parameter names, if this purchase may redeem it. */
export function findRedeemable(
	draft: Draft,
	given: Pick<DiscountGiven, "coupon" | "promotion_code">,
	{ purchase, param }: { purchase: Purchase; param: string },
): Redeemable {
	return given.promotion_code === undefined
		? redeemableCoupon(draft, given.coupon ?? "", { purchase, param: `${param}[coupon]` })
		: redeemableCode(draft, given.promotion_code, { purchase, param: `${param}[promotion_code]` });
}

function announce(draft: Draft, { owner, before }: DiscountPlace, after: readonly string[]): void {
	if (!draft.settings.discountEvents || owner.subscription === null) return;
	const gone = before.filter((id) => !after.includes(id)).map((id) => draft.get("discount", id));
	const come = after.filter((id) => !before.includes(id)).map((id) => draft.get("discount", id));
	come.forEach((discount, index) => {
		if (discount !== undefined) tell(draft, discount, gone[index]);
	});
	for (const discount of gone.slice(come.length)) {
		if (discount !== undefined) draft.emit("customer.discount.deleted", discount);
	}
}

function tell(draft: Draft, discount: Discount, replaced: Discount | undefined): void {
	if (replaced === undefined) draft.emit("customer.discount.created", discount);
	else draft.emit("customer.discount.updated", discount, replaced);
}
