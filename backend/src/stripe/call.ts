// Every call to Stripe passes here: its failures become ours, and never reach a user as they are.
import Stripe from "stripe";
import { BillingError } from "../domain/errors.ts";

const retryAfterSeconds = 5;

/**
 * Runs one call. Out of reach, overloaded, failing or refusing our key: `stripe_unavailable`, since the
 * user can do nothing but wait. Anything else is a fault of ours and stays an exception.
 */
export async function callStripe<T>(call: () => Promise<T>): Promise<T> {
	try {
		return accepted(await call());
	} catch (cause) {
		if (isUnavailable(cause))
			throw new BillingError("stripe_unavailable", { retryAfterSeconds, cause });
		throw cause;
	}
}

// A gateway's own failure page, if it is JSON without an `error`, passes the SDK as an answer.
function accepted<T>(answer: T): T {
	const response = isAnswered(answer) ? answer.lastResponse : null;
	if (response && response.statusCode >= 400)
		throw new Stripe.errors.StripeAPIError({ type: "api_error", message: "no answer of Stripe's" });
	return answer;
}

function isAnswered(answer: unknown): answer is { lastResponse: { statusCode: number } } {
	return typeof answer === "object" && answer !== null && "lastResponse" in answer;
}

/** Like `callStripe`, and null when Stripe says that the object does not exist. */
export async function findInStripe<T>(call: () => Promise<T>): Promise<T | null> {
	try {
		return await callStripe(call);
	} catch (error) {
		if (isRefusal(error) && error.code === "resource_missing") return null;
		throw error;
	}
}

/** Stripe understood the request and said no. */
export function isRefusal(error: unknown): error is Stripe.errors.StripeInvalidRequestError {
	return error instanceof Stripe.errors.StripeInvalidRequestError;
}

/** The same idempotency key had been used with other parameters. */
export function isKeyReused(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeIdempotencyError;
}

function isUnavailable(error: unknown): boolean {
	return (
		error instanceof Stripe.errors.StripeConnectionError ||
		error instanceof Stripe.errors.StripeRateLimitError ||
		error instanceof Stripe.errors.StripeAuthenticationError ||
		error instanceof Stripe.errors.StripePermissionError ||
		error instanceof Stripe.errors.StripeAPIError
	);
}
