// Binding a payment method to a customer, and letting it go.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Customer, PaymentMethod } from "../../core/objects.ts";
import { required, text } from "../../core/params/params.ts";
import { invalidRequest, StripeError } from "../../core/stripe-error.ts";
import { reviseCustomer } from "../../customers/revise-customer.ts";
import { cardSource, cardSourcesOf, isCardSource } from "../../sources/card-source.ts";
import { cardError, declines } from "../declines.ts";
import { findCard } from "./cards.ts";
import { requireChargeable } from "./other-methods.ts";
import { resolvePaymentMethod } from "./payment-methods.ts";

export const attachParams = { customer: required(text()) };

/**
 * The method belongs to the customer afterwards. A magic id becomes a new method. Emits
 * payment_method.attached. Errors: a card that the bank refuses is a 402 and nothing is attached.
 */
export function attachPaymentMethod(
	draft: Draft,
	id: string,
	{ customer, param }: { customer: string; param: string },
): PaymentMethod {
	getRecord(draft, "customer", { id: customer, param: "customer" });
	const method = resolveForAttach(draft, id, param);
	requireChargeable(method);
	if (method.customer === customer) return method;
	if (method.customer !== null) {
		throw invalidRequest(
			"The payment method you provided has already been attached to a customer.",
			{ code: "payment_method_unexpected_state" },
		);
	}
	const card = draft.get("card", method.id);
	if (card?.spent === true) throw usedUp();
	const refusal = findCard(card?.number ?? "")?.refusal;
	if (refusal?.from === "attach") {
		throw cardError(declines[refusal.reason]);
	}
	return bindPaymentMethod(draft, method, customer);
}

/** Recorded: an unknown method is a 404 here although Stripe names the parameter. */
function resolveForAttach(draft: Draft, id: string, param: string): PaymentMethod {
	try {
		return resolvePaymentMethod(draft, id, param);
	} catch (error) {
		if (error instanceof StripeError) throw new StripeError(404, error.fields);
		throw error;
	}
}

/** Attaches without asking the bank, for a card that has just paid. Emits payment_method.attached. */
export function bindPaymentMethod(
	draft: Draft,
	method: PaymentMethod,
	customer: string,
): PaymentMethod {
	const attached = draft.put("payment_method", { ...method, customer });
	draft.emit("payment_method.attached", attached);
	return attached;
}

/**
 * The method belongs to nobody afterwards and is nobody's default. Emits payment_method.detached, for a
 * card source customer.source.deleted, and customer.updated when a default moves.
 */
export function detachPaymentMethod(draft: Draft, id: string): PaymentMethod {
	const method = getRecord(draft, "payment_method", { id });
	const customerId = method.customer;
	if (customerId === null) {
		throw invalidRequest(
			"The payment method you provided is not attached to a customer so detachment is impossible.",
			{ code: "payment_method_unexpected_state" },
		);
	}
	const detached = releasePaymentMethod(draft, method);
	const customer = draft.get("customer", customerId);
	if (customer !== undefined) forgetDefault(draft, customer, id);
	for (const subscription of [...draft.list("subscription", { group: `customer:${customerId}` })]) {
		if (subscription.default_payment_method !== id) continue;
		const after = draft.put("subscription", { ...subscription, default_payment_method: null });
		draft.emit("customer.subscription.updated", after, subscription);
	}
	return detached;
}

/** The customer's default is none from now on, or the card source added last. Emits customer.updated. */
function forgetDefault(draft: Draft, customer: Customer, id: string): void {
	const { default_source, invoice_settings: settings } = customer;
	const wasDefault = settings.default_payment_method === id;
	const [next] = cardSourcesOf(draft, customer.id);
	reviseCustomer(draft, customer.id, {
		default_source: default_source === id ? (next?.id ?? null) : default_source,
		invoice_settings: wasDefault ? { ...settings, default_payment_method: null } : settings,
	});
}

/** Nobody's any more, and good for nothing from now on. Emits payment_method.detached. */
export function releasePaymentMethod(draft: Draft, method: PaymentMethod): PaymentMethod {
	const detached = draft.put("payment_method", { ...method, customer: null });
	draft.emit("payment_method.detached", detached, method);
	if (isCardSource(method)) draft.emit("customer.source.deleted", cardSource(method));
	const card = draft.get("card", method.id);
	if (card !== undefined) draft.put("card", { ...card, spent: true });
	return detached;
}

/** The refusal of a method that may never be used again. */
export function usedUp() {
	return invalidRequest(
		"The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
		{ code: "payment_method_unexpected_state", param: "payment_method" },
	);
}
