// A payment intent that was confirmed by itself, and the invoice it pays.

import type { Draft } from "../../core/draft.ts";
import type { PaymentIntent } from "../../core/objects.ts";
import type { StripeError } from "../../core/stripe-error.ts";
import { type ConfirmParams, confirmPayment } from "../../payments/intents/confirm-payment.ts";
import type { PaymentOutcome } from "../../payments/intents/payment-intents.ts";
import { refusalOf } from "../../payments/refusal.ts";
import { recordOutcome } from "./collect-invoice.ts";
import { followOutcome } from "./follow-outcome.ts";

/** One attempt, followed by its invoice and subscription. A declined card is a 402 whose effects stay. */
export function confirmIntent(
	draft: Draft,
	id: string,
	params: ConfirmParams,
): PaymentIntent | StripeError {
	const outcome = confirmPayment(draft, id, params);
	followIntent(draft, outcome);
	return refusalOf(draft, outcome) ?? outcome.intent;
}

/** Brings the intent's open invoice, if it has one, in line with the attempt; and its subscription. */
export function followIntent(draft: Draft, outcome: PaymentOutcome): void {
	const group = `payment_intent:${outcome.intent.id}`;
	for (const payment of [...draft.list("invoice_payment", { group })]) {
		const invoice = draft.get("invoice", payment.invoice);
		if (payment.status !== "open" || invoice?.status !== "open") continue;
		const retried = invoice.billing_reason === "subscription_cycle";
		recordOutcome(draft, invoice, { outcome, announced: true, retried });
		const id = invoice.parent?.subscription_details?.subscription ?? "";
		const subscription = draft.get("subscription", id);
		if (subscription !== undefined) followOutcome(draft, { subscription, invoice }, outcome);
	}
}
