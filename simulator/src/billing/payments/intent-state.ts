// Refusals that carry the intent they are about.
import type { PaymentIntent, SetupIntent } from "../core/collections.ts";
import { StripeError } from "../core/stripe-error.ts";

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
