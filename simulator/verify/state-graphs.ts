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
		requires_action: [
			"requires_payment_method",
			"processing",
			"requires_capture",
			"succeeded",
			"canceled",
		],
		processing: ["requires_payment_method", "succeeded", "canceled"],
		requires_capture: ["succeeded", "canceled"],
	},
	setup_intent: {
		requires_payment_method: ["requires_confirmation", "requires_action", "succeeded", "canceled"],
		requires_confirmation: ["requires_payment_method", "requires_action", "succeeded", "canceled"],
		requires_action: ["requires_payment_method", "processing", "succeeded", "canceled"],
		processing: ["requires_payment_method", "succeeded", "canceled"],
	},
	"checkout.session": { open: ["complete", "expired"] },
	invoice_payment: { open: ["paid", "canceled"] },
	subscription_schedule: {
		not_started: ["active", "canceled", "released"],
		active: ["completed", "canceled", "released"],
	},
	refund: { pending: ["succeeded", "failed", "canceled"], succeeded: ["failed"] },
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

export function mayBegin(kind: string, status: string): boolean {
	return beginnings[kind]?.includes(status) ?? true;
}
