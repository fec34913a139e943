// From what a user has to the words of the API.
import type { Catalog } from "../domain/catalog.ts";
import { findTier } from "../domain/catalog.ts";
import type { TieredSubscription } from "../domain/subscription.ts";
import type { Billing } from "../operations/show-billing.ts";
import type { BillingReply, BillingSubscription } from "./contract.ts";

export function toBillingReply(billing: Billing, catalog: Catalog): BillingReply {
	const { user, access, subscription } = billing;
	return {
		user: { id: user.id, email: user.email, name: user.name },
		subscription_status: user.subscriptionStatus,
		subscription_tier: user.subscriptionTier,
		access,
		billing_version: user.billingVersion,
		subscription: subscription && toSubscriptionReply(subscription, catalog),
	};
}

function toSubscriptionReply(from: TieredSubscription, catalog: Catalog): BillingSubscription {
	const tier = from.tierName === null ? undefined : findTier(catalog, from.tierName);
	return {
		id: from.id,
		status: from.status,
		tier_name: from.tierName,
		tier_display_name: tier?.displayName ?? from.tierName,
		price_id: from.priceId,
		interval: from.interval,
		currency: from.currency,
		unit_amount: from.unitAmount,
		quantity: from.quantity,
		trial_ends_at: toIso(from.trialEndsAt),
		current_period_ends_at: toIso(from.currentPeriodEndsAt),
		cancels_at: toIso(from.cancelsAt),
		ended_at: toIso(from.endedAt),
	};
}

function toIso(at: Date | null): string | null {
	return at?.toISOString() ?? null;
}
