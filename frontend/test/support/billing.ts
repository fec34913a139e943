// Builds the backend's replies for tests, by noun.
import type {
	BillingReply,
	BillingSubscription,
	Tier,
	TierPrice,
} from "@tollgate/backend/contract";

export function aPrice(with_: Partial<TierPrice> = {}): TierPrice {
	return {
		price_id: "price_1",
		interval: "month",
		currency: "usd",
		unit_amount: 7900,
		trial_days: 7,
		action: "subscribe",
		...with_,
	};
}

export function aTier(with_: Partial<Tier> = {}): Tier {
	return {
		tier_name: "founder",
		display_name: "Founder",
		description: "For a small team.",
		highlighted: true,
		features: ["Unlimited projects"],
		prices: [aPrice(), aPrice({ price_id: "price_2", interval: "year", unit_amount: 79000 })],
		...with_,
	};
}

export function aSubscription(with_: Partial<BillingSubscription> = {}): BillingSubscription {
	return {
		id: "sub_1",
		status: "active",
		tier_name: "founder",
		tier_display_name: "Founder",
		price_id: "price_1",
		interval: "month",
		currency: "usd",
		unit_amount: 7900,
		quantity: 1,
		trial_ends_at: null,
		current_period_ends_at: "2026-12-22T10:00:00Z",
		cancels_at: null,
		ended_at: null,
		...with_,
	};
}

export function aBilling(
	subscription: BillingSubscription | null,
	access: BillingReply["access"] = "full",
): BillingReply {
	return {
		user: { id: "u_1", email: "ada@example.com", name: "Ada" },
		subscription_status: subscription?.status ?? null,
		subscription_tier: subscription?.tier_name ?? null,
		access,
		billing_version: 1,
		subscription,
	};
}
