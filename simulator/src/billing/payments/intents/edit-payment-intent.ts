// Making and changing a payment intent by request.

import { balanceOptionsOf } from "../../cash-balance/balance-options.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import { kept } from "../../core/kept.ts";
import type { PaymentIntent } from "../../core/objects.ts";
import { toAddress } from "../../core/params/address.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	oneOf,
	required,
	text,
	type Values,
} from "../../core/params/params.ts";
import type { StripeError } from "../../core/stripe-error.ts";
import { createPaymentMethod } from "../methods/payment-methods.ts";
import { usableMethod } from "../methods/usable-method.ts";
import { refusalOf } from "../refusal.ts";
import { blankPaymentIntent } from "./blank-payment-intent.ts";
import { type ConfirmParams, confirmPayment, intentConfirmParams } from "./confirm-payment.ts";
import {
	allowedTypes,
	automaticMethods,
	futureUsage,
	intentShipping,
	type MethodType,
	methodData,
	methodOptions,
} from "./intent-params.ts";
import { refuseManaged, unexpectedState } from "./intent-state.ts";
import { requireAmount } from "./least-amount.ts";
import { announceIntent } from "./payment-intents.ts";

const editable = {
	allowed_payment_method_types: allowedTypes(),
	amount_details: hash({}),
	capture_method: oneOf("automatic", "automatic_async", "manual"),
	customer: text(),
	description: clearable(text()),
	metadata: metadata(),
	payment_details: hash({
		customer_reference: clearable(text()),
		order_reference: clearable(text()),
	}),
	payment_method: clearable(text()),
	payment_method_configuration: text(),
	payment_method_data: methodData(),
	payment_method_options: methodOptions(),
	receipt_email: clearable(text(800)),
	setup_future_usage: clearable(futureUsage()),
	shipping: intentShipping(),
	statement_descriptor: text(22),
	statement_descriptor_suffix: text(22),
	transfer_group: text(),
};
export const intentUpdateParams = { ...editable, amount: integer(), currency: text(3) };
export const intentCreateParams = {
	...intentConfirmParams,
	...editable,
	amount: required(integer()),
	automatic_payment_methods: automaticMethods(),
	confirm: boolean(),
	confirmation_method: oneOf("automatic", "manual"),
	currency: required(text(3)),
};
type Create = Values<typeof intentCreateParams>;
type Edit = Values<typeof editable>;

/**
 * A new intent, tried at once with `confirm`. Emits payment_intent.created and what the attempt emits. A
 * declined card is a 402, with the intent kept and embedded.
 */
export function createIntent(draft: Draft, params: Create): PaymentIntent | StripeError {
	const currency = params.currency.toLowerCase();
	requireAmount(params.amount, currency);
	const blank = blankPaymentIntent(draft, { amount: params.amount, currency });
	const automatic = params.automatic_payment_methods;
	const made: PaymentIntent = {
		...blank,
		confirmation_method: params.confirmation_method ?? "automatic",
		...(automatic === undefined
			? {}
			: {
					automatic_payment_methods: {
						allow_redirects: automatic.allow_redirects ?? "always",
						enabled: automatic.enabled,
					},
				}),
	};
	// What is announced first has no method yet when the same request goes on to confirm it. Recorded.
	const confirms = params.confirm === true;
	const intent = announceIntent(
		draft,
		edited(
			draft,
			made,
			confirms ? { ...params, payment_method: undefined, payment_method_data: undefined } : params,
		),
	);
	if (!confirms) return intent;
	const outcome = confirmPayment(draft, intent.id, confirmationOf(params));
	return refusalOf(draft, outcome) ?? outcome.intent;
}

function confirmationOf(params: Create): ConfirmParams {
	return { ...params, payment_method: params.payment_method ?? undefined };
}

/** Changes what was sent; Stripe has no event for it. Error: an intent that is already final. */
export function updateIntent(
	draft: Draft,
	id: string,
	params: Values<typeof intentUpdateParams>,
): PaymentIntent {
	const before = getRecord(draft, "payment_intent", { id });
	const fixed = params.amount !== undefined || params.payment_method !== undefined;
	refuseManaged(draft, before, "updated");
	const final = ["succeeded", "canceled", "processing", "requires_capture"].includes(before.status);
	if (final && fixed) {
		throw unexpectedState(
			before,
			`This PaymentIntent's ${params.amount === undefined ? "payment_method" : "amount"} could not be updated because it has a status of ${before.status}. You may only update it when the status is requires_payment_method, requires_confirmation or requires_action.`,
		);
	}
	const currency = params.currency?.toLowerCase() ?? before.currency;
	const amount = params.amount ?? before.amount;
	if (fixed) requireAmount(amount, currency);
	const after = edited(draft, { ...before, amount, currency }, params);
	const waiting =
		after.payment_method === null ? "requires_payment_method" : "requires_confirmation";
	if (final || !fixed) return draft.put("payment_intent", { ...after, status: before.status });
	return draft.put("payment_intent", { ...after, next_action: null, status: waiting });
}

function edited(draft: Draft, intent: PaymentIntent, params: Edit): PaymentIntent {
	const customer = params.customer ?? intent.customer;
	if (customer !== null) getRecord(draft, "customer", { id: customer, param: "customer" });
	const method = methodOf(draft, params, customer);
	const chosen = method === undefined ? intent.payment_method : method;
	const sfu = params.setup_future_usage;
	return {
		...intent,
		...typesOf(params.allowed_payment_method_types),
		capture_method: params.capture_method ?? intent.capture_method,
		customer,
		description: kept(params.description, intent.description),
		metadata: mergeMetadata(intent.metadata, params.metadata),
		payment_details: {
			customer_reference: kept(
				params.payment_details?.customer_reference,
				intent.payment_details?.customer_reference ?? null,
			),
			order_reference: kept(
				params.payment_details?.order_reference,
				intent.payment_details?.order_reference ?? null,
			),
		},
		payment_method: chosen,
		payment_method_options: balanceOptionsOf(intent, params.payment_method_options),
		receipt_email: kept(params.receipt_email, intent.receipt_email),
		setup_future_usage: kept(sfu, intent.setup_future_usage),
		shipping: params.shipping === undefined ? intent.shipping : toShipping(params.shipping),
		statement_descriptor: params.statement_descriptor ?? intent.statement_descriptor,
		statement_descriptor_suffix:
			params.statement_descriptor_suffix ?? intent.statement_descriptor_suffix,
		status: chosen === null ? "requires_payment_method" : "requires_confirmation",
		transfer_group: params.transfer_group ?? intent.transfer_group,
	};
}

function methodOf(draft: Draft, params: Edit, customer: string | null): string | null | undefined {
	if (params.payment_method_data !== undefined) {
		return createPaymentMethod(draft, params.payment_method_data).id;
	}
	const id = params.payment_method;
	if (id === undefined || id === null) return id;
	return usableMethod(draft, id, { customer, param: "payment_method" }).id;
}

/** Named types stand instead of the account's own choice. */
export function typesOf(types: readonly MethodType[] | undefined) {
	if (types === undefined) return {};
	return {
		allowed_payment_method_types: [...types],
		automatic_payment_methods: null,
		payment_method_types: [...types],
	};
}

export function toShipping(given: NonNullable<Edit["shipping"]> | null): PaymentIntent["shipping"] {
	if (given === null) return null;
	return {
		address: toAddress(given.address),
		carrier: null,
		name: given.name,
		phone: given.phone ?? null,
		tracking_number: null,
	};
}
