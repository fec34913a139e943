// A promotion code that somebody typed in the portal.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { findActiveCode } from "../discounts/promotion-codes.ts";
import { visitorOf } from "./own-session.ts";
import type { Redeemed } from "./portal-update.ts";

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
