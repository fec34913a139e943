// A change of price that waits for its day.
import type { Subscription } from "../billing/core/collections.ts";
import type { Draft } from "../billing/core/draft.ts";
import type { PortalSubscription } from "../pages/portal/portal-billing.ts";

/** What the subscription's schedule brings next; null without one. */
export function scheduledChange(
	_draft: Draft,
	_subscription: Subscription,
): PortalSubscription["scheduledChange"] {
	return null;
}

export function dropScheduledChange(_draft: Draft, _session: string, _id: string): void {}
