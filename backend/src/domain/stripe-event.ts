// Which webhook events we act on, and what each one means for us.

/**
 * `subscription`: the payload is a sight of a subscription. `look`: something happened that may have
 * changed the customer's subscriptions, so they are fetched unless already known. `checkout`: the
 * same, and the checkout session has ended. All other types are stored and ignored.
 */
export type EventEffect = "subscription" | "checkout" | "look";

const effects = new Map<string, EventEffect>([
	["checkout.session.completed", "checkout"],
	["checkout.session.expired", "checkout"],
	["customer.deleted", "look"],
	["customer.subscription.created", "subscription"],
	["customer.subscription.deleted", "subscription"],
	["customer.subscription.paused", "subscription"],
	["customer.subscription.resumed", "subscription"],
	["customer.subscription.trial_will_end", "subscription"],
	["customer.subscription.updated", "subscription"],
	["invoice.paid", "look"],
	["invoice.payment_action_required", "look"],
	["invoice.payment_failed", "look"],
]);

/** The types to enable on the webhook endpoint. */
export const handledEventTypes: readonly string[] = [...effects.keys()];

export function effectOf(type: string): EventEffect | null {
	return effects.get(type) ?? null;
}

/** Why the inbox keeps an event without acting on it; null when it is to be applied. */
export function reasonToIgnore(event: { type: string; customerId: string | null }): string | null {
	if (effectOf(event.type) === null) return "a type without effect here";
	if (event.customerId === null) return "it names no customer";
	return null;
}
