// What somebody is to be told because a customer's state changed.
import type { CustomerDecision } from "./decide-customer.ts";

/** Done at least once; `key` lets the receiver, and our own table, see a repetition. */
export interface Effect {
	key: string;
	kind: "mail" | "webhook" | "task";
	/** The mail's template, the webhook's type, or the task. */
	name: string;
	userId: string;
	data: Readonly<Record<string, unknown>>;
}

/** The effects of a decision, to be stored in the transaction that writes it. */
export function effectsOf(decision: CustomerDecision): Effect[] {
	const { user } = decision;
	if (!user || !decision.userChanges) return [];
	const version = user.billingVersion + 1;
	return [
		{
			key: `state:${user.id}:${version}`,
			kind: "webhook",
			name: "billing.state_changed",
			userId: user.id,
			data: {
				user_id: user.id,
				subscription_status: decision.billing.status,
				subscription_tier: decision.billing.tierName,
				previous_subscription_status: user.subscriptionStatus,
				previous_subscription_tier: user.subscriptionTier,
				billing_version: version,
			},
		},
	];
}
