// The 402 of an attempt that failed, with the objects it left behind.
import type { Draft } from "../core/draft.ts";
import { StripeError } from "../core/stripe-error.ts";
import { cardError } from "./declines.ts";
import type { PaymentOutcome } from "./intents/payment-intents.ts";
import type { SetupOutcome } from "./setups/setup-intents.ts";

/** The error to answer, its effects kept; undefined when the attempt was not declined. Recorded. */
export function refusalOf(draft: Draft, outcome: PaymentOutcome): StripeError | undefined {
	if (outcome.kind !== "declined") return undefined;
	const { charge, decline, intent } = outcome;
	return cardError(decline, {
		payment_intent: intent,
		...(charge === null ? {} : { charge: charge.id }),
		...methodOf(draft, intent.last_payment_error?.payment_method?.id),
	});
}

/** The same for a card that could not be set up. */
export function setupRefusalOf(draft: Draft, outcome: SetupOutcome): StripeError | undefined {
	if (outcome.kind !== "declined") return undefined;
	return cardError(outcome.decline, {
		setup_intent: outcome.intent,
		...methodOf(draft, outcome.intent.last_setup_error?.payment_method?.id),
	});
}

function methodOf(draft: Draft, id: string | undefined) {
	const payment_method = draft.get("payment_method", id ?? "");
	return payment_method === undefined ? {} : { payment_method };
}

/** An invoice whose payment waits for a person: a 402 that names the intent to show him. */
export function actionRequired(outcome: PaymentOutcome & { kind: "requires_action" }): StripeError {
	return new StripeError(402, {
		type: "card_error",
		code: "invoice_payment_intent_requires_action",
		message:
			"This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action",
		payment_intent: outcome.intent,
	});
}
