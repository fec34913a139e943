// What can be made to go wrong with a request.
import { StripeError } from "../billing/core/stripe-error.ts";

/** Names say when: `before` leaves nothing behind, `after` has done what was asked for. */
export const faultKinds = [
	"rate_limit",
	"lock_timeout",
	"error_before",
	"reset_before",
	"error_after",
	"timeout_after",
	"reset_after",
	"truncated",
	"garbage",
	"latency",
	"fail_next_page",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A refusal in place of the effect, with headers of its own; null when the kind is not of that sort. */
export function refusalBefore(
	kind: FaultKind,
): { error: StripeError; headers: Record<string, string> } | null {
	switch (kind) {
		case "rate_limit":
			return rateLimited("global-rate");
		case "lock_timeout":
			return {
				error: new StripeError(429, {
					type: "invalid_request_error",
					code: "lock_timeout",
					message:
						"This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.",
				}),
				headers: { "stripe-rate-limited-reason": "resource-specific" },
			};
		case "error_before":
		case "fail_next_page":
			return { error: unknownError(), headers: {} };
		default:
			return null;
	}
}

/** Too many requests; the reason says which limit. The reasons are unverified. */
export function rateLimited(reason: "global-rate" | "endpoint-rate") {
	return {
		error: new StripeError(429, {
			type: "invalid_request_error",
			code: "rate_limit",
			message:
				"Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
		}),
		headers: { "stripe-rate-limited-reason": reason },
	};
}

export function unknownError(): StripeError {
	return new StripeError(500, {
		type: "api_error",
		message: "An unknown error occurred",
	});
}
