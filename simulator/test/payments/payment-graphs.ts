// Stripe's state graphs of everything about payments.

/** From each status to those that may follow; a status not named here is final. */
export const graphs: Record<string, Record<string, string[]>> = {
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
			"requires_confirmation",
			"processing",
			"requires_capture",
			"succeeded",
			"canceled",
		],
		processing: ["succeeded", "requires_payment_method"],
		requires_capture: ["succeeded", "canceled"],
	},
	setup_intent: {
		requires_payment_method: ["requires_confirmation", "requires_action", "succeeded", "canceled"],
		requires_confirmation: ["requires_payment_method", "requires_action", "succeeded", "canceled"],
		requires_action: ["requires_payment_method", "requires_confirmation", "succeeded", "canceled"],
	},
	charge: { pending: ["succeeded", "failed"] },
	refund: { pending: ["succeeded", "failed"], succeeded: ["failed"] },
	dispute: {
		needs_response: ["under_review", "lost"],
		under_review: ["won", "lost"],
		warning_needs_response: ["warning_under_review", "warning_closed"],
		warning_under_review: ["warning_closed", "needs_response"],
	},
	"checkout.session": { open: ["complete", "expired"] },
};

/** Every status that legal steps lead to from this one. */
export function reachable(object: string, from: string): Set<string> {
	const found = new Set<string>();
	const open = [from];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		for (const next of graphs[object]?.[at] ?? []) {
			if (found.has(next)) continue;
			found.add(next);
			open.push(next);
		}
	}
	return found;
}
