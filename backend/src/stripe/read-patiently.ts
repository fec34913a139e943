// A page of a long list is worth waiting for: a 429 delays the walk and does not end it.
import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { BillingError } from "../domain/errors.ts";
import { callStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

const triesMax = 7;
const firstWaitMs = 250;

/**
 * Runs a read when the budget allows, and again, ever later, while Stripe says 429: 16 s in all. Any
 * other failure is `stripe_unavailable` at once, as is a 429 that does not end.
 */
export async function readPatiently<T>(stripe: StripeClient, read: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries++) {
		await stripe.reads.take();
		try {
			return await callStripe(read);
		} catch (error) {
			if (tries === triesMax || !isTooMany(error)) throw error;
			await sleep(firstWaitMs * 2 ** (tries - 1));
		}
	}
}

function isTooMany(error: unknown): boolean {
	return error instanceof BillingError && error.cause instanceof Stripe.errors.StripeRateLimitError;
}
