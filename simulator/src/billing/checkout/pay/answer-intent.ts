// The bank's page has been answered, for whatever intent it was shown.

import type { Draft } from "../../core/draft.ts";
import type { PaymentIntent, SetupIntent } from "../../core/objects.ts";
import { missingResource } from "../../core/stripe-error.ts";
import { followIntent } from "../../invoices/collect/follow-intent.ts";
import { answerPayment } from "../../payments/intents/confirm-payment.ts";
import { answerSetup } from "../../payments/setups/edit-setup-intent.ts";
import { answerChallenge } from "./confirm-session.ts";

/**
 * The intent goes on as the person answered; with it the Checkout session, or the invoice and its
 * subscription. Errors: an unknown intent, and one without a pending challenge.
 */
export function answerIntent(
	draft: Draft,
	id: string,
	succeeds: boolean,
): PaymentIntent | SetupIntent {
	for (const record of draft.list("checkout", { group: `intent:${id}` })) {
		answerChallenge(draft, record.id, succeeds);
		return intentOf(draft, id);
	}
	const intent = intentOf(draft, id);
	if (intent.object === "setup_intent") return answerSetup(draft, intent, succeeds);
	const outcome = answerPayment(draft, intent, succeeds);
	if ("kind" in outcome) followIntent(draft, outcome);
	return intentOf(draft, id);
}

/** The payment or setup intent of this id. */
function intentOf(draft: Draft, id: string): PaymentIntent | SetupIntent {
	const found = draft.get("payment_intent", id) ?? draft.get("setup_intent", id);
	if (found === undefined) throw missingResource("payment_intent", id);
	return found;
}
