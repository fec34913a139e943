// The card behind a trial, and the end of a trial that was none of the first.
import type Stripe from "stripe";
import { callStripe, findInStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

/** The fingerprint of the card that will pay once the trial ends; null when there is none, or no card. */
export async function cardOfTrial(
	stripe: StripeClient,
	subscriptionId: string,
): Promise<string | null> {
	const expand = ["default_payment_method", "customer.invoice_settings.default_payment_method"];
	await stripe.reads.take();
	const found = await findInStripe(() => stripe.subscriptions.retrieve(subscriptionId, { expand }));
	if (!found) return null;
	return fingerprintOf(found.default_payment_method) ?? fingerprintOf(defaultOf(found.customer));
}

function defaultOf(customer: Stripe.Subscription["customer"]) {
	if (typeof customer === "string" || customer.deleted) return null;
	return customer.invoice_settings.default_payment_method;
}

function fingerprintOf(method: string | Stripe.PaymentMethod | null | undefined): string | null {
	return typeof method === "object" ? (method?.card?.fingerprint ?? null) : null;
}

/** Afterwards the trial is over and the first period is charged. Asked again, it changes nothing. */
export async function endTrialNow(stripe: StripeClient, subscriptionId: string): Promise<void> {
	await callStripe(() =>
		stripe.subscriptions.update(
			subscriptionId,
			{ trial_end: "now", proration_behavior: "none" },
			{ idempotencyKey: `tollgate-end-trial-${subscriptionId}` },
		),
	);
}
