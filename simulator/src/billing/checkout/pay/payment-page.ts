// Completing a session without a browser, as command-line fixtures do.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession } from "../../core/objects.ts";
import { hash, integer, required, text, type Values } from "../../core/params/params.ts";
import { invalidRequest, type StripeError } from "../../core/stripe-error.ts";
import { cardError } from "../../payments/declines.ts";
import {
	createPaymentMethod,
	resolvePaymentMethod,
} from "../../payments/methods/payment-methods.ts";
import { confirmSession } from "./confirm-session.ts";

export const pageConfirmParams = {
	card: hash({
		number: required(text(19)),
		exp_month: required(integer(1)),
		exp_year: required(integer(1)),
		cvc: text(4),
	}),
	email: text(512),
	expected_amount: integer(0),
	payment_method: text(),
};

/** The session as the page would show it. */
export function retrievePage(draft: Draft, id: string): CheckoutSession {
	return getRecord(draft, "checkout.session", { id });
}

/**
 * One attempt to pay. Answers the session; a declined card is a 402 whose effects stay, and a 3-D Secure
 * card leaves the session open with its challenge pending.
 */
export function confirmPage(
	draft: Draft,
	id: string,
	params: Values<typeof pageConfirmParams>,
): CheckoutSession | StripeError {
	const session = getRecord(draft, "checkout.session", { id });
	if (params.expected_amount !== undefined && params.expected_amount !== session.amount_total) {
		throw invalidRequest(
			`The amount of this session is ${session.amount_total}, not ${params.expected_amount}.`,
			{ code: "checkout_amount_mismatch", param: "expected_amount" },
		);
	}
	const method = methodOf(draft, params);
	const email = params.email ?? method?.billing_details.email ?? null;
	const name = method?.billing_details.name ?? null;
	const confirmation = confirmSession(draft, id, { method, email, name });
	return confirmation.kind === "declined" ? cardError(confirmation.decline) : confirmation.session;
}

function methodOf(draft: Draft, params: Values<typeof pageConfirmParams>) {
	if (params.payment_method !== undefined) {
		return resolvePaymentMethod(draft, params.payment_method, "payment_method");
	}
	if (params.card === undefined) return undefined;
	return createPaymentMethod(draft, { type: "card", card: { ...params.card, token: undefined } });
}
