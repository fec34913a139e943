// Discounts that come with an update in the portal: typed as a code, or brought by the session.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Subscription } from "../core/objects.ts";
import type { Given } from "../core/params/given.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { findActiveCode } from "../discounts/promotion-codes.ts";
import { visitorOf } from "./own-session.ts";

/** A discount by the id of its coupon or its promotion code. */
export type Redeemed = { coupon: string } | { promotion_code: string };

/** The subscription's discounts once this one has come, as its update takes them. */
export function discountsWith(
	draft: Draft,
	{ discounts }: Subscription,
	discount: Redeemed | null,
): Given[] {
	const kept = discounts.map((id) => ({ discount: id }));
	if (discount === null) return kept;
	return draft.settings.portalCodeReplaces ? [discount] : [...kept, discount];
}

/** The code of this spelling. Errors: codes are not taken here, or there is no such code. */
export function typedCode(draft: Draft, sessionId: string, typed: string): Redeemed {
	const { subscription_update: feature } = visitorOf(draft, sessionId).features;
	const allowed = feature.enabled && feature.default_allowed_updates.includes("promotion_code");
	const code = allowed ? findActiveCode(draft, typed.trim()) : undefined;
	if (code !== undefined) return { promotion_code: code.id };
	throw invalidRequest("This code is invalid.", {
		code: "resource_missing",
		param: "promotion_code",
	});
}

/** The discount that the session's own flow brings; null without one. */
export function discountOfFlow(draft: Draft, sessionId: string): Redeemed | null {
	const { flow } = getRecord(draft, "billing_portal.session", { id: sessionId });
	const [first] = flow?.subscription_update_confirm?.discounts ?? [];
	if (first?.promotion_code) return { promotion_code: first.promotion_code };
	return first?.coupon ? { coupon: first.coupon } : null;
}
