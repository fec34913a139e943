// Discounts of a phase: as it shows them, and as a request would carry them.
import type { SubscriptionSchedule } from "../core/objects.ts";
import type { DiscountGiven } from "../discounts/set-discounts.ts";

type Shown = SubscriptionSchedule["phases"][number]["discounts"][number];

export function shownDiscount(given: DiscountGiven): Shown {
	return {
		coupon: given.coupon ?? null,
		discount: given.discount ?? null,
		promotion_code: given.promotion_code ?? null,
	};
}

export function sentDiscounts(discounts: readonly Shown[]): DiscountGiven[] {
	return discounts.map(({ coupon, discount, promotion_code }) => ({
		coupon: coupon ?? undefined,
		discount: discount ?? undefined,
		promotion_code: promotion_code ?? undefined,
	}));
}
