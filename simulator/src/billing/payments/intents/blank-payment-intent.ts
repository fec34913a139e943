// A new payment intent in all its fields.

import type { Draft } from "../../core/draft.ts";
import type { PaymentIntent } from "../../core/objects.ts";

/** An intent as the API makes it when nothing but the amount is given. Recorded. */
export function blankPaymentIntent(
	draft: Draft,
	{ amount, currency }: { amount: number; currency: string },
): PaymentIntent {
	const id = draft.newId("pi");
	return {
		id,
		object: "payment_intent",
		allowed_payment_method_types: null,
		amount,
		amount_capturable: 0,
		amount_details: { tip: {} },
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		automatic_payment_methods: { allow_redirects: "always", enabled: true },
		canceled_at: null,
		cancellation_reason: null,
		capture_method: "automatic_async",
		client_secret: `${id}_secret_${draft.newId("", 25)}`,
		confirmation_method: "automatic",
		created: draft.now,
		currency,
		customer: null,
		customer_account: null,
		description: null,
		excluded_payment_method_types: null,
		last_payment_error: null,
		latest_charge: null,
		livemode: false,
		managed_payments: { enabled: false },
		metadata: {},
		next_action: null,
		on_behalf_of: null,
		payment_details: { customer_reference: null, order_reference: null },
		payment_method: null,
		payment_method_configuration_details: null,
		payment_method_options: { card: cardOptions, link: { persistent_token: null } },
		payment_method_types: ["card", "link"],
		payment_record: null,
		processing: null,
		receipt_email: null,
		review: null,
		setup_future_usage: null,
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: "requires_payment_method",
		transfer_data: null,
		transfer_group: null,
	};
}

const cardOptions: NonNullable<PaymentIntent["payment_method_options"]>["card"] & {} = {
	installments: null,
	mandate_options: null,
	network: null,
	request_three_d_secure: "automatic",
};
