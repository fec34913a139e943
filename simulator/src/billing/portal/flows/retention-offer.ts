// A discount offered to somebody who is about to cancel.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Coupon, PortalSession, Subscription } from "../../core/objects.ts";
import { given } from "../../core/params/given.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import {
	subscriptionUpdateParams,
	updateSubscription,
} from "../../subscriptions/change/update-subscription.ts";
import { ownSubscription, visitorOf } from "../own-session.ts";

/** The coupon the session offers for staying; undefined without one, or when it is gone or used up. */
export function retentionCoupon(draft: Draft, { flow }: PortalSession): Coupon | undefined {
	const id = flow?.subscription_cancel?.retention?.coupon_offer?.coupon;
	const coupon = draft.get("coupon", id ?? "");
	return coupon?.valid === true ? coupon : undefined;
}

/**
 * He stays: the coupon joins the discounts of the subscription that was to be cancelled. Emits
 * customer.discount.created and customer.subscription.updated. Error: nothing was offered for it.
 */
export function acceptOffer(draft: Draft, sessionId: string, id: string): Subscription {
	const session = getRecord(draft, "billing_portal.session", { id: sessionId });
	const subscription = ownSubscription(draft, visitorOf(draft, sessionId), id);
	const coupon = retentionCoupon(draft, session);
	if (coupon === undefined || session.flow?.subscription_cancel?.subscription !== id) {
		throw invalidRequest("This offer does not stand any more.");
	}
	const kept = subscription.discounts.map((discount) => ({ discount }));
	const params = given(subscriptionUpdateParams, { discounts: [...kept, { coupon: coupon.id }] });
	return updateSubscription(draft, id, params);
}
