// What became of each try to set up a payment method.

import type { Draft } from "../core/draft.ts";
import type { PaymentMethod, SetupAttempt, SetupIntent } from "../core/objects.ts";

interface Tried {
	method: PaymentMethod;
	status: "failed" | "requires_action" | "succeeded";
	/** The holder has passed his bank's challenge. */
	authenticated?: boolean;
	error?: SetupIntent["last_setup_error"];
}

/**
 * Records the try and answers its id, for the intent's `latest_attempt`. The end of a try that waited for
 * the person is recorded on that same attempt; one that was waiting while another began is abandoned.
 */
export function noteSetupAttempt(draft: Draft, intent: SetupIntent, tried: Tried): string {
	const { method, status, error = null, authenticated = false } = tried;
	const latest = draft.get("setup_attempt", intent.latest_attempt ?? "");
	const waited = latest?.status === "requires_action";
	const ends = waited && status !== "requires_action" && latest.payment_method === method.id;
	if (waited && !ends) abandonSetupAttempt(draft, intent);
	const attempt = ends ? latest : newAttempt(draft, intent, method);
	const details = attempt.payment_method_details;
	const card = details.card;
	return draft.put("setup_attempt", {
		...attempt,
		payment_method_details:
			card && authenticated
				? { ...details, card: { ...card, three_d_secure: challenged } }
				: details,
		setup_error: error,
		status,
	}).id;
}

/** Nobody will finish the try that waits, if one does. */
export function abandonSetupAttempt(draft: Draft, intent: SetupIntent): void {
	const latest = draft.get("setup_attempt", intent.latest_attempt ?? "");
	if (latest?.status !== "requires_action") return;
	draft.put("setup_attempt", { ...latest, status: "abandoned" });
}

function newAttempt(draft: Draft, intent: SetupIntent, method: PaymentMethod): SetupAttempt {
	return {
		id: draft.newId("setatt"),
		object: "setup_attempt",
		application: null,
		created: draft.now,
		customer: intent.customer,
		customer_account: null,
		flow_directions: intent.flow_directions ?? null,
		livemode: false,
		on_behalf_of: null,
		payment_method: method.id,
		payment_method_details: detailsOf(method),
		setup_error: null,
		setup_intent: intent.id,
		status: "requires_confirmation",
		usage: intent.usage,
	};
}

function detailsOf({ card, type }: PaymentMethod): SetupAttempt["payment_method_details"] {
	if (card === undefined) return { type, [type]: {} };
	return {
		type,
		card: {
			brand: card.brand,
			checks: card.checks,
			country: card.country,
			exp_month: card.exp_month,
			exp_year: card.exp_year,
			fingerprint: card.fingerprint ?? null,
			funding: card.funding,
			last4: card.last4,
			network: card.brand,
			three_d_secure: null,
			wallet: null,
		},
	};
}

const challenged = {
	authentication_flow: "challenge",
	electronic_commerce_indicator: "05",
	result: "authenticated",
	result_reason: null,
	transaction_id: null,
	version: "2.2.0",
} as const;
