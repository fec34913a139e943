// Mandates: the customer's word that his bank account may be debited.

import type { Draft } from "../core/draft.ts";
import type { Mandate, PaymentMethod } from "../core/objects.ts";

/** How the customer agreed, as a request tells it. */
export interface Acceptance {
	accepted_at?: number | undefined;
	type?: "offline" | "online";
	ip_address?: string | undefined;
	user_agent?: string | undefined;
}

/**
 * The account's mandate, made the first time it is debited or set up; undefined for what needs none. One
 * that nobody described counts as agreed to on paper. Unverified: Stripe insists on `mandate_data`.
 */
export function mandateFor(
	draft: Draft,
	method: PaymentMethod,
	acceptance: Acceptance = {},
): Mandate | undefined {
	if (method.type !== "sepa_debit") return undefined;
	const group = `payment_method:${method.id}`;
	for (const mandate of draft.list("mandate", { group })) return mandate;
	const id = draft.newId("mandate");
	return draft.put("mandate", {
		id,
		object: "mandate",
		customer_acceptance: acceptanceOf(draft, acceptance),
		livemode: false,
		multi_use: {},
		payment_method: method.id,
		payment_method_details: {
			type: method.type,
			sepa_debit: {
				reference: draft.newId("", 16).toUpperCase(),
				url: `${draft.baseUrl}/mandates/${id}`,
			},
		},
		status: "active",
		type: "multi_use",
	});
}

function acceptanceOf(draft: Draft, given: Acceptance): Mandate["customer_acceptance"] {
	const accepted_at = given.accepted_at ?? draft.now;
	if (given.type !== "online") return { accepted_at, offline: {}, type: "offline" };
	const { ip_address = null, user_agent = null } = given;
	return { accepted_at, online: { ip_address, user_agent }, type: "online" };
}
