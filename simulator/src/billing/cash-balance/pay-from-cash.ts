// A payment intent that is paid by bank transfer, from what the customer has sent.

import { type Success, succeedPayment } from "../attempts/succeed-payment.ts";
import type { Draft } from "../core/draft.ts";
import type { PaymentIntent, PaymentMethod } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { cashOf, fundedOf, moveCash } from "./ledger.ts";
import { type TransferType, transferAction, transferTypeFor } from "./transfer-instructions.ts";

type Confirmed = Success | { kind: "requires_action"; intent: PaymentIntent };

/**
 * Paid at once where the cash suffices, else the customer is told where to send the rest: emits
 * payment_intent.requires_action. Errors: no customer, capture by hand, or too little cash and no way
 * named to send more.
 */
export function payFromCash(draft: Draft, intent: PaymentIntent, method: PaymentMethod): Confirmed {
	const { customer } = intent;
	if (customer === null) {
		throw invalidRequest("A payment from a customer's cash balance needs a customer.", {
			code: "parameter_missing",
			param: "customer",
		});
	}
	if (intent.capture_method === "manual") {
		throw invalidRequest("Bank transfers cannot be captured by hand.", { param: "capture_method" });
	}
	const remaining = intent.amount - fundedOf(draft, intent);
	if ((cashOf(draft, customer).available[intent.currency] ?? 0) >= remaining) {
		apply(draft, { intent, customer, amount: remaining });
		return succeedPayment(draft, intent, { method });
	}
	const waiting = draft.put("payment_intent", {
		...intent,
		last_payment_error: null,
		next_action: transferAction(intent, { remaining, type: transferTypeIn(intent) }),
		payment_method: method.id,
		status: "requires_action",
	});
	draft.emit("payment_intent.requires_action", waiting);
	return { kind: "requires_action", intent: waiting };
}

function transferTypeIn({
	currency,
	payment_method_options: options,
}: PaymentIntent): TransferType {
	const type = transferTypeFor(currency);
	if (options?.customer_balance?.bank_transfer && type !== undefined) return type;
	const param = "payment_method_options[customer_balance][funding_type]";
	throw invalidRequest(
		"The customer's cash balance does not suffice, and no funding type says how more is to come.",
		{ code: "parameter_missing", param },
	);
}

/**
 * Sets cash aside for an intent that waits for it. Emits payment_intent.partially_funded while something
 * is missing, else what a payment emits. Unverified: `amount_received` stays 0 until all of it is there.
 */
export function fundIntent(draft: Draft, intent: PaymentIntent, amount: number): PaymentIntent {
	const instructions = intent.next_action?.display_bank_transfer_instructions;
	const method = draft.get("payment_method", intent.payment_method ?? "");
	const { customer } = intent;
	if (instructions === undefined || method === undefined || customer === null) return intent;
	apply(draft, { intent, customer, amount });
	const remaining = intent.amount - fundedOf(draft, intent);
	if (remaining === 0) return succeedPayment(draft, intent, { method }).intent;
	const funded = draft.put("payment_intent", {
		...intent,
		next_action: {
			type: "display_bank_transfer_instructions",
			display_bank_transfer_instructions: { ...instructions, amount_remaining: remaining },
		},
	});
	draft.emit("payment_intent.partially_funded", funded);
	return funded;
}

function apply(
	draft: Draft,
	{ intent, customer, amount }: { intent: PaymentIntent; customer: string; amount: number },
): void {
	if (amount === 0) return;
	moveCash(draft, customer, {
		applied_to_payment: { payment_intent: intent.id },
		currency: intent.currency,
		net_amount: -amount,
		type: "applied_to_payment",
	});
}

/** What the intent still waits for from a bank; 0 when it waits for nothing. */
export function awaitedBy({ next_action, status }: PaymentIntent): number {
	if (status !== "requires_action") return 0;
	return next_action?.display_bank_transfer_instructions?.amount_remaining ?? 0;
}
