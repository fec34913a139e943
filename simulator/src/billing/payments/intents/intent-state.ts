// Refusals that carry the intent they are about.

import type { Draft } from "../../core/draft.ts";
import type { PaymentIntent, SetupIntent } from "../../core/objects.ts";
import { StripeError } from "../../core/stripe-error.ts";

/** The intent is not where the request needs it. Error code: payment_intent_unexpected_state. */
export function unexpectedState(intent: PaymentIntent, message: string): StripeError {
	return new StripeError(400, {
		type: "invalid_request_error",
		code: "payment_intent_unexpected_state",
		message,
		payment_intent: intent,
	});
}

/** The same of a setup intent. Error code: setup_intent_unexpected_state. */
export function unexpectedSetupState(intent: SetupIntent, message: string): StripeError {
	return new StripeError(400, {
		type: "invalid_request_error",
		code: "setup_intent_unexpected_state",
		message,
		setup_intent: intent,
	});
}

/** Refuses to touch the intent of a Checkout session that is still open. Source: Stripe refuses it too. */
export function refuseManaged(
	draft: Draft,
	intent: PaymentIntent | SetupIntent,
	verb: "canceled" | "confirmed" | "updated",
): void {
	for (const { id } of draft.list("checkout", { group: `intent:${intent.id}` })) {
		if (draft.get("checkout.session", id)?.status !== "open") continue;
		const message = `This ${intent.object === "setup_intent" ? "SetupIntent" : "PaymentIntent"} cannot be ${verb}: it is managed by the Checkout Session ${id}. Expire the session instead.`;
		throw intent.object === "setup_intent"
			? unexpectedSetupState(intent, message)
			: unexpectedState(intent, message);
	}
}
