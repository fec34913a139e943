// The payment intent behind a checkout session.

import type { Draft } from "../../core/draft.ts";
import type { CheckoutSession, PaymentIntent } from "../../core/objects.ts";
import { mergeMetadata } from "../../core/params/metadata.ts";
import { blankPaymentIntent } from "../../payments/intents/blank-payment-intent.ts";
import { toShipping } from "../../payments/intents/edit-payment-intent.ts";
import { announceIntent, createPaymentIntent } from "../../payments/intents/payment-intents.ts";
import type { CheckoutRecord } from "../checkout-record.ts";
import type { SessionParams } from "../open/session-params.ts";

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
	return announceIntent(draft, {
		...blankPaymentIntent(draft, { amount, currency }),
		...record.payment,
		automatic_payment_methods: null,
		customer,
		payment_method_types: session.payment_method_types,
	});
}

/** What the session's `payment_intent_data` makes of the intent; null when there is none. */
export function paymentTerms(
	given: SessionParams["payment_intent_data"],
): CheckoutRecord["payment"] {
	if (given === undefined) return null;
	const { capture_method } = given;
	return {
		...(capture_method === undefined ? {} : { capture_method }),
		description: given.description ?? null,
		metadata: mergeMetadata({}, given.metadata),
		receipt_email: given.receipt_email ?? null,
		setup_future_usage: given.setup_future_usage ?? null,
		shipping: given.shipping ? toShipping(given.shipping) : null,
		statement_descriptor: given.statement_descriptor ?? null,
		statement_descriptor_suffix: given.statement_descriptor_suffix ?? null,
		transfer_group: given.transfer_group ?? null,
	};
}
