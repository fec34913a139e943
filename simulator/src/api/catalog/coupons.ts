// /v1/coupons, /v1/promotion_codes and the discounts they become
import { getRecord } from "../../billing/core/find.ts";
import { boolean, inRange, range, text } from "../../billing/core/params/params.ts";
import {
	couponCreateParams,
	couponUpdateParams,
	createCoupon,
	deleteCoupon,
	updateCoupon,
} from "../../billing/discounts/coupons.ts";
import {
	deleteCustomerDiscount,
	deleteSubscriptionDiscount,
} from "../../billing/discounts/delete-discount.ts";
import {
	createPromotionCode,
	promotionCodeCreateParams,
	promotionCodeUpdateParams,
	updatePromotionCode,
} from "../../billing/discounts/promotion-codes.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const coupons: Route[] = [
	route({ method: "POST", path: "/v1/coupons", params: couponCreateParams, run: createCoupon }),
	retrieveRoute("/v1/coupons/:id", (draft, id) => getRecord(draft, "coupon", { id })),
	route({
		method: "POST",
		path: "/v1/coupons/:id",
		params: couponUpdateParams,
		run: (draft, params, { id }) => updateCoupon(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/coupons/:id",
		params: {},
		run: (draft, _params, { id }) => deleteCoupon(draft, id),
	}),
	listRoute({
		path: "/v1/coupons",
		collection: "coupon",
		filters: { created: range() },
		keep: (coupon, { created }) => inRange(coupon.created, created),
	}),
];

export const discounts: Route[] = [
	route({
		method: "DELETE",
		path: "/v1/subscriptions/:id/discount",
		params: {},
		run: (draft, _params, { id }) => deleteSubscriptionDiscount(draft, id),
	}),
	route({
		method: "DELETE",
		path: "/v1/customers/:id/discount",
		params: {},
		run: (draft, _params, { id }) => deleteCustomerDiscount(draft, id),
	}),
];

export const promotionCodes: Route[] = [
	route({
		method: "POST",
		path: "/v1/promotion_codes",
		params: promotionCodeCreateParams,
		run: createPromotionCode,
	}),
	retrieveRoute("/v1/promotion_codes/:id", (draft, id) =>
		getRecord(draft, "promotion_code", { id }),
	),
	route({
		method: "POST",
		path: "/v1/promotion_codes/:id",
		params: promotionCodeUpdateParams,
		run: (draft, params, { id }) => updatePromotionCode(draft, id, params),
	}),
	listRoute({
		path: "/v1/promotion_codes",
		collection: "promotion_code",
		filters: {
			active: boolean(),
			code: text(),
			coupon: text(),
			created: range(),
			customer: text(),
		},
		group: ({ code, coupon, customer }) => {
			if (code !== undefined) return `code:${code.toLowerCase()}`;
			if (coupon !== undefined) return `coupon:${coupon}`;
			return customer === undefined ? undefined : `customer:${customer}`;
		},
		keep: (code, filters) =>
			(filters.active === undefined || code.active === filters.active) &&
			(filters.coupon === undefined || code.promotion.coupon === filters.coupon) &&
			(filters.customer === undefined || code.customer === filters.customer) &&
			inRange(code.created, filters.created),
	}),
];
