// Says what a coupon is worth: "20 % off", "$5.00 off for 3 months (SPRING)".
import type { Coupon } from "../billing/core/objects.ts";
import { formatMoney } from "../pages/words/money.ts";

/** The coupon's own name first, when it has one. */
export function couponWords(coupon: Coupon | undefined): string {
	if (coupon === undefined) return "Discount";
	const worth = coupon.percent_off === null ? amountWords(coupon) : `${coupon.percent_off} % off`;
	const months = coupon.duration_in_months;
	const span =
		coupon.duration === "once"
			? " once"
			: coupon.duration === "repeating" && months !== null
				? ` for ${months} ${months === 1 ? "month" : "months"}`
				: "";
	return coupon.name === null ? `${worth}${span}` : `${coupon.name} (${worth}${span})`;
}

function amountWords({ amount_off, currency }: Coupon): string {
	return `${formatMoney(amount_off ?? 0, currency ?? "usd")} off`;
}
