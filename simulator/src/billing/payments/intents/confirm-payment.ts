// Confirming a payment intent, and the answer of the person the bank asked.

import { balanceOptionsOf } from "../../cash-balance/balance-options.ts";
import { awaitedBy } from "../../cash-balance/pay-from-cash.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { PaymentIntent, PaymentMethod } from "../../core/objects.ts";
import { boolean, hash, oneOf, text, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { createPaymentMethod } from "../methods/payment-methods.ts";
import { keepOrSpend, usableMethod } from "../methods/usable-method.ts";
import {
	allowedTypes,
	futureUsage,
	intentShipping,
	mandateData,
	methodData,
	methodOptions,
	offSession,
} from "./intent-params.ts";
import { refuseManaged, unexpectedState } from "./intent-state.ts";
import { attemptPayment, failAuthentication, type PaymentOutcome } from "./payment-intents.ts";

export const intentConfirmParams = {
	allowed_payment_method_types: allowedTypes(),
	capture_method: oneOf("automatic", "automatic_async", "manual"),
	error_on_requires_action: boolean(),
	mandate_data: mandateData(),
	off_session: offSession(),
	payment_method: text(),
	payment_method_data: methodData(),
	payment_method_options: methodOptions(),
	radar_options: hash({ session: text() }),
	receipt_email: text(800),
	return_url: text(),
	setup_future_usage: futureUsage(),
	shipping: intentShipping(),
	use_stripe_sdk: boolean(),
};
export type ConfirmParams = Pick<
	Values<typeof intentConfirmParams>,
	| "error_on_requires_action"
	| "off_session"
	| "payment_method"
	| "payment_method_data"
	| "payment_method_options"
	| "return_url"
> & { setup_future_usage?: "off_session" | "on_session" | null | undefined };

const confirmable = ["requires_payment_method", "requires_confirmation", "requires_action"];

/**
 * One attempt. Errors: an intent that is final or belongs to Checkout, and a missing or unsuitable
 * payment method. What a decline answers is the caller's business: the outcome tells it.
 */
export function confirmPayment(draft: Draft, id: string, params: ConfirmParams): PaymentOutcome {
	const found = getRecord(draft, "payment_intent", { id });
	refuseState(draft, found);
	const intent: PaymentIntent = {
		...found,
		payment_method_options: balanceOptionsOf(found, params.payment_method_options),
		setup_future_usage: params.setup_future_usage ?? found.setup_future_usage,
	};
	if (params.off_session === true && params.setup_future_usage) {
		throw invalidRequest(
			"`setup_future_usage` cannot be used with `off_session=true`: the method is already saved.",
			{
				param: "off_session",
			},
		);
	}
	const method = methodOf(draft, intent, params);
	if (!intent.payment_method_types.includes(method.type)) {
		throw invalidRequest(
			`The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach another PaymentMethod with one of the following types: ${intent.payment_method_types.join(", ")}.`,
			{ param: "payment_method" },
		);
	}
	const outcome = attemptPayment(draft, intent, {
		method,
		onChallenge: onChallenge(params),
		returnUrl: params.return_url,
	});
	return settled(draft, outcome, method);
}

function refuseState(draft: Draft, intent: PaymentIntent): void {
	if (!confirmable.includes(intent.status)) {
		throw unexpectedState(
			intent,
			`You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${confirmable.join(", ")}.`,
		);
	}
	refuseManaged(draft, intent, "confirmed");
}

function methodOf(draft: Draft, intent: PaymentIntent, params: ConfirmParams): PaymentMethod {
	if (params.payment_method_data !== undefined) {
		return createPaymentMethod(draft, params.payment_method_data);
	}
	const id = params.payment_method ?? intent.payment_method;
	if (id === null) {
		throw unexpectedState(
			intent,
			"You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
		);
	}
	return usableMethod(draft, id, { customer: intent.customer, param: "payment_method" });
}

function onChallenge(params: ConfirmParams) {
	if (params.error_on_requires_action === true) return "decline_unhandled";
	return params.off_session === true ? "decline_off_session" : "ask";
}

function settled(draft: Draft, outcome: PaymentOutcome, method: PaymentMethod): PaymentOutcome {
	const { customer, setup_future_usage } = outcome.intent;
	if (outcome.kind === "paid" || outcome.kind === "authorized" || outcome.kind === "processing") {
		keepOrSpend(draft, method.id, { customer, saves: setup_future_usage !== null });
	}
	return outcome;
}

/**
 * The person passed or failed the bank's challenge. Passed: charged, or ready for the server to confirm
 * when it confirms by hand. Failed: another method is needed. Error: no challenge is pending.
 */
export function answerPayment(
	draft: Draft,
	intent: PaymentIntent,
	succeeds: boolean,
): PaymentOutcome | PaymentIntent {
	const method = draft.get("payment_method", intent.payment_method ?? "");
	const challenged = intent.status === "requires_action" && awaitedBy(intent) === 0;
	if (!challenged || method === undefined) {
		throw unexpectedState(intent, "No authentication is pending for this PaymentIntent.");
	}
	if (!succeeds) return failAuthentication(draft, intent, method);
	if (intent.confirmation_method !== "manual") {
		return settled(draft, attemptPayment(draft, intent, { method, authenticated: true }), method);
	}
	const card = draft.get("card", method.id);
	if (card !== undefined) draft.put("card", { ...card, authenticatedFor: intent.id });
	return draft.put("payment_intent", {
		...intent,
		next_action: null,
		status: "requires_confirmation",
	});
}
