// Who is in front of the portal, and what belongs to him.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Customer, PortalConfiguration, Subscription } from "../core/objects.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { terminalStatuses } from "../subscriptions/status.ts";

export interface Visitor {
	customer: Customer;
	features: PortalConfiguration["features"];
}

/** The customer of a portal session, and what its configuration allows him now. */
export function visitorOf(draft: Draft, sessionId: string): Visitor {
	const session = getRecord(draft, "billing_portal.session", { id: sessionId });
	const id = session.configuration;
	const { features } = getRecord(draft, "billing_portal.configuration", { id });
	return { customer: getCustomer(draft, session.customer), features };
}

/** The live subscription of the session's own customer; anybody else's is missing. */
export function ownSubscription(draft: Draft, visitor: Visitor, id: string): Subscription {
	const subscription = getRecord(draft, "subscription", { id });
	const isOwn = subscription.customer === visitor.customer.id;
	if (isOwn && !terminalStatuses.has(subscription.status)) return subscription;
	throw missingResource("subscription", id);
}

/** Refuses what the configuration has switched off. */
export function requireFeature(enabled: boolean): void {
	if (!enabled) throw invalidRequest("The portal's configuration does not allow this.");
}
