// The refusal of a request that was to happen only if it is paid for.
import { invalidRequest, type StripeError } from "../../core/stripe-error.ts";
import { cardError, declines } from "../../payments/declines.ts";
import type { Collection } from "./collect-invoice.ts";

/** The 402 of the card, or the 400 of nothing to charge; null when it was paid. */
export function refusalOf(outcome: Collection): StripeError | null {
	if (outcome.kind === "declined") return cardError(outcome.decline);
	if (outcome.kind === "requires_action") {
		return cardError(declines.authentication_required, {
			code: "subscription_payment_intent_requires_action",
		});
	}
	return outcome.kind === "no_payment_method" ? noPaymentSource() : null;
}

function noPaymentSource(): StripeError {
	return invalidRequest(
		"This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
		{ code: "resource_missing" },
	);
}
