// From each status of each kind of object to those that may follow. Source: Stripe's documentation.

type Graph = Readonly<Record<string, readonly string[]>>;

/** A status that is not named is final. */
const graphs: Readonly<Record<string, Graph>> = {
	subscription: {
		trialing: ["active", "paused", "canceled"],
		active: ["past_due", "canceled", "paused"],
		incomplete: ["active", "incomplete_expired", "canceled"],
		// The pause API refuses some statuses by name, and these two are not among them.
		past_due: ["active", "canceled", "unpaid", "paused"],
		unpaid: ["active", "canceled", "paused"],
		paused: ["active", "past_due", "canceled"],
	},
	invoice: {
		draft: ["open"],
		open: ["paid", "void", "uncollectible"],
		uncollectible: ["paid", "void"],
	},
	payment_intent: {
		requires_payment_method: [
			"requires_confirmation",
			"requires_action",
			"processing",
			"requires_capture",
			"succeeded",
			"canceled",
		],
		requires_confirmation: [
			"requires_payment_method",
			"requires_action",
			"processing",
			"requires_capture",
			"succeeded",
			"canceled",
		],
		// Back to requires_confirmation: with manual confirmation after the action, and by a new payment method.
		requires_action: [
			"requires_payment_method",
			"requires_confirmation",
			"processing",
			"requires_capture",
			"succeeded",
			"canceled",
		],
		// A payment intent may be canceled while processing, "in rare cases", as the API's reference says.
		processing: ["requires_payment_method", "succeeded", "canceled"],
		requires_capture: ["succeeded", "canceled"],
	},
	setup_intent: {
		requires_payment_method: ["requires_confirmation", "requires_action", "succeeded", "canceled"],
		requires_confirmation: ["requires_payment_method", "requires_action", "succeeded", "canceled"],
		// As with a payment intent, a new payment method has to be confirmed anew.
		requires_action: [
			"requires_payment_method",
			"requires_confirmation",
			"processing",
			"succeeded",
			"canceled",
		],
		// Unlike a payment intent, it cannot be canceled any more: the reference names the three above.
		processing: ["requires_payment_method", "succeeded"],
	},
	charge: { pending: ["succeeded", "failed"] },
	dispute: {
		needs_response: ["under_review", "lost"],
		under_review: ["won", "lost"],
		warning_needs_response: ["warning_under_review", "warning_closed"],
		warning_under_review: ["warning_closed", "needs_response"],
	},
	"checkout.session": { open: ["complete", "expired"] },
	invoice_payment: { open: ["paid", "canceled"] },
	subscription_schedule: {
		not_started: ["active", "canceled", "released"],
		active: ["completed", "canceled", "released"],
	},
	// Stripe cancels a pending refund in its dashboard; a bank may return one that had succeeded.
	refund: {
		pending: ["succeeded", "failed", "canceled"],
		requires_action: ["pending", "succeeded", "failed", "canceled"],
		succeeded: ["failed"],
	},
	"test_helpers.test_clock": {
		ready: ["advancing"],
		advancing: ["ready", "internal_failure"],
	},
};

/** The statuses an object may begin with, where not every one will do. */
const beginnings: Readonly<Record<string, readonly string[]>> = {
	subscription: ["trialing", "active", "incomplete"],
	"checkout.session": ["open", "complete", "expired"],
};

/** Whether an object of this kind may move so; kinds without a graph may do anything. */
export function mayMove(kind: string, from: string, to: string): boolean {
	const graph = graphs[kind];
	return graph === undefined || (graph[from] ?? []).includes(to);
}

/** Every status that legal moves lead to from this one. */
export function reachable(kind: string, from: string): Set<string> {
	const found = new Set<string>();
	const open = [from];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		for (const next of graphs[kind]?.[at] ?? []) {
			if (found.has(next)) continue;
			found.add(next);
			open.push(next);
		}
	}
	return found;
}

export function mayBegin(kind: string, status: string): boolean {
	return beginnings[kind]?.includes(status) ?? true;
}
