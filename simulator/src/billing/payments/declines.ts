// The reasons a card is refused for, in Stripe's codes and sentences.
import { StripeError } from "../core/stripe-error.ts";

export interface Decline {
	code: string;
	decline_code: string | null;
	message: string;
	/** The parameter to blame, as the hosted form names its fields; null when no field is wrong. */
	param: "number" | "exp" | "cvc" | null;
}

export const declines = {
	generic_decline: {
		code: "card_declined",
		decline_code: "generic_decline",
		message: "Your card was declined.",
		param: null,
	},
	insufficient_funds: {
		code: "card_declined",
		decline_code: "insufficient_funds",
		message: "Your card has insufficient funds.",
		param: null,
	},
	lost_card: {
		code: "card_declined",
		decline_code: "lost_card",
		message: "Your card was declined.",
		param: null,
	},
	stolen_card: {
		code: "card_declined",
		decline_code: "stolen_card",
		message: "Your card was declined.",
		param: null,
	},
	card_velocity_exceeded: {
		code: "card_declined",
		decline_code: "card_velocity_exceeded",
		message: "Your card was declined for making repeated attempts too frequently.",
		param: null,
	},
	fraudulent: {
		code: "card_declined",
		decline_code: "fraudulent",
		message: "Your card was declined.",
		param: null,
	},
	expired_card: {
		code: "expired_card",
		decline_code: "expired_card",
		message: "Your card has expired.",
		param: "exp",
	},
	incorrect_cvc: {
		code: "incorrect_cvc",
		decline_code: "incorrect_cvc",
		message: "Your card's security code is incorrect.",
		param: "cvc",
	},
	processing_error: {
		code: "processing_error",
		decline_code: "processing_error",
		message: "An error occurred while processing your card. Try again in a little bit.",
		param: null,
	},
	incorrect_number: {
		code: "incorrect_number",
		decline_code: null,
		message: "Your card number is incorrect.",
		param: "number",
	},
	test_mode_live_card: {
		code: "card_declined",
		decline_code: "test_mode_live_card",
		message:
			"Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
		param: "number",
	},
	invalid_expiry: {
		code: "invalid_expiry_year",
		decline_code: null,
		message: "Your card's expiration year is invalid.",
		param: "exp",
	},
	invalid_cvc: {
		code: "invalid_cvc",
		decline_code: null,
		message: "Your card's security code is invalid.",
		param: "cvc",
	},
	authentication_required: {
		code: "authentication_required",
		decline_code: "authentication_required",
		message: "Your card was declined. This transaction requires authentication.",
		param: null,
	},
	authentication_not_handled: {
		code: "authentication_required",
		decline_code: "authentication_not_handled",
		message:
			"This payment required an authentication action to complete, but `error_on_requires_action` was set. When you're ready, you can upgrade your integration to handle actions at https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.",
		param: null,
	},
	debit_failed: {
		code: "payment_intent_payment_attempt_failed",
		decline_code: "generic_decline",
		message: "The payment attempt failed because the customer's bank refused the debit.",
		param: null,
	},
	authentication_failed: {
		code: "payment_intent_authentication_failure",
		decline_code: null,
		message:
			"We are unable to authenticate your payment method. Please choose a different payment method and try again.",
		param: null,
	},
	setup_authentication_failed: {
		code: "setup_intent_authentication_failure",
		decline_code: null,
		message:
			"We are unable to authenticate your payment method. Please choose a different payment method and try again.",
		param: null,
	},
} as const satisfies Record<string, Decline>;

export type DeclineReason = keyof typeof declines;

/** The fields Stripe repeats on errors, intents and charges about one refused attempt. */
export function declineDetails(decline: Decline) {
	return {
		code: decline.code,
		message: decline.message,
		...(decline.decline_code === null
			? {}
			: {
					decline_code: decline.decline_code,
					advice_code: "try_again_later",
					network_decline_code: "01",
				}),
	};
}

/** The 402 of a refused card. `extra` adds the objects the attempt left behind. */
export function cardError(
	decline: Decline,
	extra: Partial<StripeError["fields"]> = {},
): StripeError {
	return new StripeError(402, {
		type: "card_error",
		...declineDetails(decline),
		param: decline.param === null ? "" : decline.param,
		...extra,
	});
}
