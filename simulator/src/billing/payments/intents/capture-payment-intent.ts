// A held payment is taken, in part or whole, or let go.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { PaymentIntent } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { boolean, integer, oneOf, text, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { settleInto } from "../charges/charges.ts";
import { refundCharge } from "../charges/refunds.ts";
import { refuseManaged, unexpectedState } from "./intent-state.ts";
import { cancelPaymentIntent } from "./payment-intents.ts";

export const intentCaptureParams = {
	amount_to_capture: integer(1),
	final_capture: boolean(),
	metadata: metadata(),
	statement_descriptor: text(22),
	statement_descriptor_suffix: text(22),
};
export const intentCancelParams = {
	cancellation_reason: oneOf("abandoned", "duplicate", "fraudulent", "requested_by_customer"),
};

/** The held amount is taken. Emits charge.captured and payment_intent.succeeded. */
export function capturePaymentIntent(
	draft: Draft,
	id: string,
	params: Values<typeof intentCaptureParams>,
): PaymentIntent {
	const intent = getRecord(draft, "payment_intent", { id });
	const charge = draft.get("charge", intent.latest_charge ?? "");
	if (intent.status !== "requires_capture" || charge === undefined) {
		throw unexpectedState(
			intent,
			`This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
		);
	}
	const amount = params.amount_to_capture ?? intent.amount_capturable;
	if (amount > intent.amount_capturable) {
		throw invalidRequest(
			`The remaining amount available to capture for this PaymentIntent is ${intent.amount_capturable}, but you tried to capture ${amount}.`,
			{ code: "amount_too_large", param: "amount_to_capture" },
		);
	}
	unschedule(draft, "expire_authorization", id);
	const captured = draft.put("charge", {
		...charge,
		amount_captured: amount,
		balance_transaction: settleInto(draft, { ...charge, amount }).id,
		captured: true,
	});
	draft.emit("charge.captured", captured);
	const taken = draft.put("payment_intent", {
		...intent,
		amount_capturable: 0,
		amount_received: amount,
		metadata: mergeMetadata(intent.metadata, params.metadata),
		statement_descriptor: params.statement_descriptor ?? intent.statement_descriptor,
		status: "succeeded",
	});
	draft.emit("payment_intent.succeeded", taken);
	return taken;
}

/** The charge alone was named; its intent is captured with it. */
export function captureCharge(draft: Draft, id: string, amount: number | undefined) {
	const charge = getRecord(draft, "charge", { id });
	if (charge.captured) {
		throw invalidRequest(`Charge ${id} has already been captured.`, {
			code: "charge_already_captured",
		});
	}
	capturePaymentIntent(draft, charge.payment_intent ?? "", {
		amount_to_capture: amount,
		final_capture: undefined,
		metadata: undefined,
		statement_descriptor: undefined,
		statement_descriptor_suffix: undefined,
	});
	return getRecord(draft, "charge", { id });
}

/**
 * Nobody will pay it any more; a held amount is released. Emits charge.refunded and refund.created for
 * what was held, then payment_intent.canceled.
 */
export function cancelIntent(
	draft: Draft,
	id: string,
	params: Values<typeof intentCancelParams>,
): PaymentIntent {
	const intent = getRecord(draft, "payment_intent", { id });
	if (intent.payment_details?.order_reference?.startsWith("in_")) {
		throw unexpectedState(
			intent,
			"This PaymentIntent belongs to an invoice. Void the invoice instead of canceling the PaymentIntent.",
		);
	}
	if (["succeeded", "canceled", "processing"].includes(intent.status)) {
		throw unexpectedState(
			intent,
			`You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action.`,
		);
	}
	refuseManaged(draft, intent, "canceled");
	release(draft, intent, null);
	cancelPaymentIntent(draft, id, params.cancellation_reason ?? null);
	return getRecord(draft, "payment_intent", { id });
}

function release(
	draft: Draft,
	intent: PaymentIntent,
	reason: "expired_uncaptured_charge" | null,
): void {
	unschedule(draft, "expire_authorization", intent.id);
	const charge = draft.get("charge", intent.latest_charge ?? "");
	if (intent.status !== "requires_capture" || charge === undefined) return;
	refundCharge(draft, charge, { amount: charge.amount, reason, metadata: {} });
}

/** Nobody captured it in time. Emits charge.expired beside what a cancellation emits. */
export function expireAuthorization(draft: Draft, id: string): void {
	const intent = draft.get("payment_intent", id);
	if (intent?.status !== "requires_capture") return;
	release(draft, intent, "expired_uncaptured_charge");
	const charge = draft.get("charge", intent.latest_charge ?? "");
	if (charge !== undefined) draft.emit("charge.expired", charge);
	cancelPaymentIntent(draft, id, "automatic");
}
