// The payment intent behind a checkout session.
import type { CheckoutSession, PaymentIntent } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { mergeMetadata } from "../core/metadata.ts";
import { blankPaymentIntent } from "../payments/blank-payment-intent.ts";
import { toShipping } from "../payments/edit-payment-intent.ts";
import { announceIntent, createPaymentIntent } from "../payments/payment-intents.ts";
import type { CheckoutRecord } from "./checkout-record.ts";

/** The intent of the session's first attempt. Emits payment_intent.created. */
export function paymentFor(
	draft: Draft,
	session: CheckoutSession,
	record: CheckoutRecord,
): PaymentIntent {
	const amount = session.amount_total ?? 0;
	const currency = session.currency ?? "usd";
	const { customer } = session;
	if (session.mode === "subscription") {
		const description = "Subscription creation";
		return createPaymentIntent(draft, { amount, currency, customer, description, invoice: null });
	}
	const terms = record.payment;
	const blank = blankPaymentIntent(draft, { amount, currency });
	return announceIntent(draft, {
		...blank,
		automatic_payment_methods: null,
		capture_method: terms?.capture_method ?? blank.capture_method,
		customer,
		description: terms?.description ?? null,
		metadata: mergeMetadata({}, terms?.metadata),
		payment_method_types: session.payment_method_types,
		receipt_email: terms?.receipt_email ?? null,
		setup_future_usage: terms?.setup_future_usage ?? null,
		shipping: terms?.shipping ? toShipping(terms.shipping) : null,
		statement_descriptor: terms?.statement_descriptor ?? null,
		statement_descriptor_suffix: terms?.statement_descriptor_suffix ?? null,
		transfer_group: terms?.transfer_group ?? null,
	});
}
