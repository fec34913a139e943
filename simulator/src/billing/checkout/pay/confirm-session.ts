// Paying a checkout session: one attempt with a card, and the answer to its 3-D Secure challenge.

import type { Draft } from "../../core/draft.ts";
import type { CheckoutSession, PaymentMethod } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { countCompletion } from "../../payment-links/count-completion.ts";
import type { Decline } from "../../payments/declines.ts";
import { declines } from "../../payments/declines.ts";
import {
	attemptPayment,
	failAuthentication,
	type PaymentOutcome,
} from "../../payments/intents/payment-intents.ts";
import {
	attemptSetup,
	createSetupIntent,
	failSetup,
	type SetupOutcome,
} from "../../payments/setups/setup-intents.ts";
import type { CheckoutRecord } from "../checkout-record.ts";
import { completePayment } from "./complete-payment.ts";
import { completeSession } from "./complete-session.ts";
import type { Payer } from "./payer.ts";
import { paymentFor } from "./session-payment.ts";

export type Confirmation =
	| { kind: "complete"; session: CheckoutSession }
	| { kind: "declined"; session: CheckoutSession; decline: Decline }
	| { kind: "requires_action"; session: CheckoutSession };

/**
 * One attempt. Complete: the subscription exists and is active or trialing. Declined or requires_action:
 * the session stays open, without subscription or invoice. Error: a session that is not open.
 */
export function confirmSession(draft: Draft, id: string, payer: Payer): Confirmation {
	const { session, record } = openSession(draft, id);
	if (payer.method === undefined && needsCard(session)) {
		throw invalidRequest("A payment method is required to complete this Checkout Session.", {
			code: "parameter_missing",
			param: "payment_method",
		});
	}
	refuseMethod(session, payer.method);
	return attempt(draft, { session, record, payer }, false);
}

function refuseMethod(session: CheckoutSession, method: PaymentMethod | undefined): void {
	if (method === undefined || session.payment_method_types.includes(method.type)) return;
	throw invalidRequest(
		`The payment method type "${method.type}" is not one of this Checkout Session's: ${session.payment_method_types.join(", ")}.`,
		{ param: "payment_method" },
	);
}

/** The person came back from the bank. `succeeds` false fails the attempt and leaves the session open. */
export function answerChallenge(draft: Draft, id: string, succeeds: boolean): Confirmation {
	const { session, record } = openSession(draft, id);
	const method = draft.get("payment_method", record.challenged?.method ?? "");
	if (record.challenged === null || method === undefined) {
		throw invalidRequest("No authentication is pending for this Checkout Session.", {
			code: "payment_intent_unexpected_state",
		});
	}
	const { email, name } = record.challenged;
	const answered = { ...record, challenged: null };
	draft.put("checkout", answered);
	const paying = { session, record: answered, payer: { method, email, name } };
	return succeeds ? attempt(draft, paying, true) : refuse(draft, paying, method);
}

function openSession(draft: Draft, id: string) {
	const session = draft.get("checkout.session", id);
	const record = draft.get("checkout", id);
	if (session === undefined || record === undefined || session.status !== "open") {
		throw invalidRequest("This Checkout Session is no longer open.", {
			code: "payment_intent_unexpected_state",
		});
	}
	return { session, record };
}

/** A free start asks for a card unless the session says that it is only needed to pay. */
function needsCard(session: CheckoutSession): boolean {
	if (session.mode === "setup") return true;
	return session.payment_method_collection !== "if_required" || (session.amount_total ?? 0) > 0;
}

interface Paying {
	session: CheckoutSession;
	record: CheckoutRecord;
	payer: Payer;
}

function attempt(draft: Draft, paying: Paying, authenticated: boolean): Confirmation {
	const { method } = paying.payer;
	if (method === undefined) return complete(draft, paying, null);
	const outcome =
		(paying.session.amount_total ?? 0) > 0
			? pay(draft, paying, { method, authenticated })
			: setUp(draft, paying, { method, authenticated });
	const record = { ...paying.record, intent: outcome.intent.id };
	draft.put("checkout", record);
	if (outcome.kind === "declined") {
		return { kind: "declined", session: paying.session, decline: outcome.decline };
	}
	if (outcome.kind === "ready") return complete(draft, { ...paying, record }, null);
	if (outcome.kind !== "requires_action") return complete(draft, { ...paying, record }, outcome);
	const { email, name } = paying.payer;
	draft.put("checkout", { ...record, challenged: { method: method.id, email, name } });
	return { kind: "requires_action", session: paying.session };
}

interface Card {
	method: PaymentMethod;
	authenticated: boolean;
}

function pay(draft: Draft, { session, record }: Paying, card: Card): PaymentOutcome {
	const intent =
		draft.get("payment_intent", record.intent ?? "") ?? paymentFor(draft, session, record);
	return attemptPayment(draft, intent, card);
}

function setUp(draft: Draft, { session, record }: Paying, card: Card): SetupOutcome {
	const intent =
		draft.get("setup_intent", record.intent ?? "") ?? createSetupIntent(draft, session.customer);
	return attemptSetup(draft, intent, card);
}

function refuse(draft: Draft, paying: Paying, method: PaymentMethod): Confirmation {
	const { session, record } = paying;
	const payment = draft.get("payment_intent", record.intent ?? "");
	if (payment !== undefined) failAuthentication(draft, payment, method);
	const setup = draft.get("setup_intent", record.intent ?? "");
	const decline = declines.setup_authentication_failed;
	if (setup !== undefined) failSetup(draft, setup, { method, decline });
	return {
		kind: "declined",
		session,
		decline: payment === undefined ? decline : declines.authentication_failed,
	};
}

type Paid = PaymentOutcome & { kind: "paid" | "authorized" | "processing" };

function complete(draft: Draft, paying: Paying, outcome: Paid | null): Confirmation {
	const done = { ...paying, intent: outcome?.intent };
	const session =
		paying.session.mode === "subscription"
			? completeSession(draft, done)
			: completePayment(draft, done, outcome?.kind ?? null);
	countCompletion(draft, session);
	return { kind: "complete", session };
}
