// What a coupon knows beyond the fields it always shows.
import type { Coupon } from "../core/objects.ts";

/** `id` is the coupon's. The first two appear in an answer only when they are expanded. */
export interface CouponDetails {
	id: string;
	appliesTo: NonNullable<Coupon["applies_to"]> | null;
	currencyOptions: NonNullable<Coupon["currency_options"]>;
	/** The coupon itself once it is deleted: those who have its discount keep it. */
	deleted: Coupon | null;
}
