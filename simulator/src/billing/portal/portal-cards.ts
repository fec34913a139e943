// The customer's cards in the portal: adding one, choosing the default, taking one off.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Customer, PaymentMethod, SetupIntent } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { invalidRequest, missingResource, StripeError } from "../core/stripe-error.ts";
import { reviseCustomer } from "../customers/revise-customer.ts";
import { invoicePayParams, payInvoice } from "../invoices/collect/pay-invoice.ts";
import { type Decline, declines } from "../payments/declines.ts";
import {
	bindPaymentMethod,
	detachPaymentMethod,
} from "../payments/methods/attach-payment-method.ts";
import {
	attemptSetup,
	createSetupIntent,
	failSetup,
	type SetupOutcome,
} from "../payments/setups/setup-intents.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";
import { terminalStatuses } from "../subscriptions/status.ts";
import { requireFeature, type Visitor, visitorOf } from "./own-session.ts";

export type CardAdded =
	| { kind: "ready" }
	| { kind: "declined"; decline: Decline }
	| { kind: "requires_action"; intent: string };

/**
 * Asks the bank about the new card. Ready: it is the customer's default, and open invoices were tried with
 * it. Emits setup_intent.created and .succeeded, payment_method.attached, customer.updated.
 */
export function addCard(draft: Draft, sessionId: string, method: PaymentMethod): CardAdded {
	const visitor = visitorOf(draft, sessionId);
	requireFeature(visitor.features.payment_method_update.enabled);
	const intent = createSetupIntent(draft, visitor.customer.id);
	return follow(draft, visitor, attemptSetup(draft, intent, { method }));
}

/** The person came back from the bank; `succeeds` false leaves the cards as they were. */
export function answerCardSetup(
	draft: Draft,
	sessionId: string,
	{ intent: id, succeeds }: { intent: string; succeeds: boolean },
): CardAdded {
	const visitor = visitorOf(draft, sessionId);
	const intent = waitingSetup(draft, visitor.customer, id);
	const method = draft.get("payment_method", intent?.payment_method ?? "");
	if (intent === undefined || method === undefined) {
		throw invalidRequest("No authentication is pending for this card.", {
			code: "setup_intent_unexpected_state",
		});
	}
	const decline = declines.setup_authentication_failed;
	const outcome = succeeds
		? attemptSetup(draft, intent, { method, authenticated: true })
		: failSetup(draft, intent, { method, decline });
	return follow(draft, visitor, outcome);
}

/** The customer's setup that waits for his bank; undefined when it was answered or is not his. */
export function waitingSetup(
	draft: Draft,
	{ id }: Customer,
	intent: string,
): SetupIntent | undefined {
	const found = draft.get("setup_intent", intent);
	return found?.customer === id && found.status === "requires_action" ? found : undefined;
}

function follow(draft: Draft, visitor: Visitor, outcome: SetupOutcome): CardAdded {
	if (outcome.kind === "declined") return { kind: "declined", decline: outcome.decline };
	const { id, payment_method } = outcome.intent;
	if (outcome.kind === "requires_action") return { kind: "requires_action", intent: id };
	const method = getRecord(draft, "payment_method", { id: payment_method ?? "" });
	bindPaymentMethod(draft, method, visitor.customer.id);
	makeDefault(draft, visitor.customer.id, method.id);
	return { kind: "ready" };
}

/** This card pays from now on, and is tried at once for what is open. Emits customer.updated. */
export function useCard(draft: Draft, sessionId: string, method: string): void {
	const visitor = visitorOf(draft, sessionId);
	requireFeature(visitor.features.payment_method_update.enabled);
	makeDefault(draft, visitor.customer.id, ownCard(draft, visitor, method).id);
}

/** The card is nobody's any more. Emits payment_method.detached. */
export function removeCard(draft: Draft, sessionId: string, method: string): void {
	const visitor = visitorOf(draft, sessionId);
	requireFeature(visitor.features.payment_method_update.enabled);
	detachPaymentMethod(draft, ownCard(draft, visitor, method).id);
}

function ownCard(draft: Draft, { customer }: Visitor, id: string): PaymentMethod {
	const method = draft.get("payment_method", id);
	if (method?.customer === customer.id) return method;
	throw missingResource("PaymentMethod", id);
}

function makeDefault(draft: Draft, customerId: string, method: string): void {
	const customer = getRecord(draft, "customer", { id: customerId });
	const invoice_settings = { ...customer.invoice_settings, default_payment_method: method };
	reviseCustomer(draft, customerId, { invoice_settings });
	if (draft.settings.portalCardReplacesSubscriptionCards)
		replaceOwnCards(draft, customerId, method);
	if (draft.settings.portalCardPaysOpenInvoices) payOpenInvoices(draft, customerId);
}

/**
 * A subscription with a card of its own, as Checkout leaves it, would go on charging the old one, which
 * is not what somebody who enters a new card wants.
 */
function replaceOwnCards(draft: Draft, customerId: string, method: string): void {
	const group = `customer:${customerId}`;
	for (const subscription of [...draft.list("subscription", { group })]) {
		if (terminalStatuses.has(subscription.status)) continue;
		if (subscription.default_payment_method === null) continue;
		reviseSubscription(draft, subscription, { default_payment_method: method });
	}
}

/** Oldest first. A card that fails here has failed as at any other try; the rest is left alone. */
function payOpenInvoices(draft: Draft, customerId: string): void {
	const invoices = [...draft.list("invoice", { group: `customer:${customerId}` })].reverse();
	for (const { id, status, collection_method } of invoices) {
		if (status !== "open" || collection_method !== "charge_automatically") continue;
		const outcome = payInvoice(draft, id, given(invoicePayParams, {}));
		if (outcome instanceof StripeError) return;
	}
}
