// Every error a caller can meet: one code, one kind, one sentence that says what to do.

/** What sort of failure it is. The way in (HTTP) alone turns a kind into a status and a `type`. */
export type ErrorKind =
	| "invalid_request"
	| "unprocessable"
	| "unauthenticated"
	| "not_found"
	| "conflict"
	| "too_large"
	| "unsupported_media"
	| "rate_limited"
	| "unavailable"
	| "internal";

interface ErrorEntry {
	kind: ErrorKind;
	message: string;
}

/** The registry. `docs/errors.md` is held to it by a test. */
export const errors = {
	already_subscribed: {
		kind: "conflict",
		message: "You already have a subscription. Open manage_url to change or cancel it.",
	},
	body_malformed: { kind: "invalid_request", message: "The request body is not valid JSON." },
	body_too_large: { kind: "too_large", message: "The request body is too large." },
	internal_error: {
		kind: "internal",
		message: "Something failed on our side. Try again; if it stays, quote the request_id.",
	},
	media_type_unsupported: {
		kind: "unsupported_media",
		message: "Send the body as application/json.",
	},
	no_customer: {
		kind: "conflict",
		message: "There is nothing to manage yet: subscribe to a tier first.",
	},
	not_found: { kind: "not_found", message: "There is nothing here, or it is not yours to see." },
	parameter_invalid: { kind: "invalid_request", message: "A field has a value it cannot have." },
	parameter_missing: { kind: "invalid_request", message: "A required field is missing." },
	parameter_unknown: { kind: "invalid_request", message: "The request has an unknown field." },
	price_and_tier_given: {
		kind: "invalid_request",
		message: "Give price_id or tier_name, not both.",
	},
	price_or_tier_missing: { kind: "invalid_request", message: "Give price_id or tier_name." },
	rate_limited: { kind: "rate_limited", message: "Too many requests. Wait and try again." },
	signature_invalid: {
		kind: "invalid_request",
		message: "The Stripe-Signature header does not prove that Stripe sent this body.",
	},
	event_malformed: { kind: "invalid_request", message: "The signed body is no Stripe event." },
	stripe_unavailable: {
		kind: "unavailable",
		message: "Stripe cannot be reached right now. Nothing was changed; try again shortly.",
	},
	token_invalid: {
		kind: "unauthenticated",
		message: "The bearer token is missing, expired or not valid here. Sign in again.",
	},
	unavailable: {
		kind: "unavailable",
		message: "The service cannot answer right now. Try again shortly.",
	},
	unknown_price: {
		kind: "unprocessable",
		message: "price_id names no price that is on sale. GET /api/v1/billing/tiers lists them.",
	},
	unknown_tier: {
		kind: "unprocessable",
		message: "tier_name names no tier on sale in that interval and currency.",
	},
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/** `param` names the field at fault; `extra` is added to the envelope (such as `manage_url`). */
export interface ErrorDetails {
	param?: string;
	message?: string;
	extra?: Record<string, string>;
	retryAfterSeconds?: number;
	cause?: unknown;
}

/** The one error class: a code of the registry, and what this case adds to it. */
export class BillingError extends Error {
	readonly code: ErrorCode;
	readonly details: ErrorDetails;

	constructor(code: ErrorCode, details: ErrorDetails = {}) {
		super(details.message ?? errors[code].message, { cause: details.cause });
		this.name = "BillingError";
		this.code = code;
		this.details = details;
	}
}
