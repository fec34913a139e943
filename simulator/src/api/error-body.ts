// A refusal in the envelope Stripe's clients read.
import { StripeError } from "../billing/core/stripe-error.ts";
import { docUrl } from "../billing/payments/intents/payment-intents.ts";

export function errorBody(error: StripeError, requestId: string): { error: object } {
	const { code } = error.fields;
	return {
		error: {
			...(code === undefined ? {} : { code, doc_url: docUrl(code) }),
			...error.fields,
			request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
		},
	};
}

/** Whatever went wrong, as Stripe would say it; the cause itself stays in the log. */
export function toStripeError(problem: unknown): StripeError {
	if (problem instanceof StripeError) return problem;
	return new StripeError(500, {
		type: "api_error",
		message: "The simulator failed to answer this request; its log has the cause.",
	});
}
