// Payment intents: one amount somebody is to pay, through as many attempts as it takes.

import { type Success, succeedPayment } from "../../attempts/succeed-payment.ts";
import { unapplyCash } from "../../cash-balance/ledger.ts";
import { payFromCash } from "../../cash-balance/pay-from-cash.ts";
import type { Draft } from "../../core/draft.ts";
import type { Charge, PaymentIntent, PaymentMethod } from "../../core/objects.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { buildCharge } from "../charges/charges.ts";
import { type Decline, declineDetails, declines } from "../declines.ts";
import { decideDebit } from "../methods/bank-debits.ts";
import { type CardRecord, findCard } from "../methods/cards.ts";
import { requireChargeable } from "../methods/other-methods.ts";
import { blankPaymentIntent } from "./blank-payment-intent.ts";

export interface IntentParams {
	amount: number;
	currency: string;
	customer: string | null;
	description: string;
	/** The invoice it pays, or null before there is one. */
	invoice: string | null;
}

/** How an attempt ended; `intent` is its state afterwards. */
export type PaymentOutcome =
	| Success
	| { kind: "processing"; intent: PaymentIntent; charge: Charge }
	| { kind: "declined"; intent: PaymentIntent; decline: Decline; charge: Charge | null }
	| { kind: "requires_action"; intent: PaymentIntent };

export interface Attempt {
	method: PaymentMethod;
	/** A person has just passed the bank's challenge. */
	authenticated?: boolean;
	/** What the bank's question leads to; asking the person unless given. */
	onChallenge?: "ask" | "decline_off_session" | "decline_unhandled";
	/** Where the person goes after the bank's page. */
	returnUrl?: string | undefined;
}

/** A new intent for a subscription's payment. Emits payment_intent.created. */
export function createPaymentIntent(draft: Draft, params: IntentParams): PaymentIntent {
	return announceIntent(draft, {
		...blankPaymentIntent(draft, params),
		automatic_payment_methods: null,
		capture_method: "automatic",
		customer: params.customer,
		description: params.description,
		payment_details: { customer_reference: null, order_reference: params.invoice },
		payment_method_options: null,
		setup_future_usage: "off_session",
	});
}

/** Stores a new intent. Emits payment_intent.created. */
export function announceIntent(draft: Draft, intent: PaymentIntent): PaymentIntent {
	draft.put("payment_intent", intent);
	draft.emit("payment_intent.created", intent);
	return intent;
}

/**
 * Charges the intent's amount once. Emits charge.succeeded and payment_intent.succeeded (or
 * amount_capturable_updated), charge.failed and payment_intent.payment_failed, charge.pending and
 * payment_intent.processing, or payment_intent.requires_action.
 */
export function attemptPayment(
	draft: Draft,
	intent: PaymentIntent,
	attempt: Attempt,
): PaymentOutcome {
	const { method } = attempt;
	const card = draft.get("card", method.id);
	if (method.type === "customer_balance") return payFromCash(draft, intent, method);
	requireChargeable(method);
	if (method.type !== "card") return beginDebit(draft, intent, { method, number: card?.number });
	const authenticated = attempt.authenticated === true || card?.authenticatedFor === intent.id;
	if (asksPerson(card) && !authenticated) return challenge(draft, intent, attempt);
	const refusal = findCard(card?.number ?? "")?.refusal;
	if (refusal) return decline(draft, intent, { method, decline: declines[refusal.reason] });
	return succeedPayment(draft, intent, { method, authenticated });
}

function asksPerson(card: CardRecord | undefined): boolean {
	const authentication = findCard(card?.number ?? "")?.authentication ?? "never";
	return authentication === "always" || (authentication === "unless_set_up" && !card?.setUp);
}

function challenge(draft: Draft, intent: PaymentIntent, attempt: Attempt): PaymentOutcome {
	const { method, onChallenge = "ask" } = attempt;
	if (onChallenge === "decline_off_session") {
		return decline(draft, intent, { method, decline: declines.authentication_required });
	}
	if (onChallenge === "decline_unhandled") {
		const reason = declines.authentication_not_handled;
		return { ...failIntent(draft, intent, { method, decline: reason }), charge: null };
	}
	const waiting = draft.put("payment_intent", {
		...intent,
		payment_method: method.id,
		status: "requires_action",
		next_action: nextAction(draft, intent.id, attempt.returnUrl),
		last_payment_error: null,
	});
	draft.emit("payment_intent.requires_action", waiting);
	return { kind: "requires_action", intent: waiting };
}

/** Where the person is to be sent: by redirect when the caller gave an address to come back to. */
export function nextAction(draft: Draft, intent: string, returnUrl: string | undefined) {
	const url = `${draft.baseUrl}/authenticate/${intent}`;
	if (returnUrl !== undefined) {
		return { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url } };
	}
	const use_stripe_sdk = { type: "three_d_secure_redirect", stripe_js: url };
	return { type: "use_stripe_sdk", use_stripe_sdk };
}

/** The person failed or left the challenge: no charge was made. Emits payment_intent.payment_failed. */
export function failAuthentication(
	draft: Draft,
	intent: PaymentIntent,
	method: PaymentMethod,
): PaymentOutcome {
	const reason = declines.authentication_failed;
	return { ...failIntent(draft, intent, { method, decline: reason }), charge: null };
}

interface Refused {
	method: PaymentMethod;
	decline: Decline;
}

function decline(draft: Draft, intent: PaymentIntent, refused: Refused): PaymentOutcome {
	const charge = draft.put("charge", buildCharge(draft, intent, refused));
	draft.emit("charge.failed", charge);
	return { ...failIntent(draft, { ...intent, latest_charge: charge.id }, refused), charge };
}

/** The intent waits for another payment method. Emits payment_intent.payment_failed. */
export function failIntent(
	draft: Draft,
	intent: PaymentIntent,
	{ method, decline }: Refused,
): { kind: "declined"; intent: PaymentIntent; decline: Decline } {
	const failed = draft.put("payment_intent", {
		...intent,
		payment_method: null,
		next_action: null,
		status: "requires_payment_method",
		last_payment_error: {
			type: "card_error",
			...declineDetails(decline),
			doc_url: docUrl(decline.code),
			payment_method: method,
			...(intent.latest_charge === null ? {} : { charge: intent.latest_charge }),
		},
	});
	draft.emit("payment_intent.payment_failed", failed);
	return { kind: "declined", intent: failed, decline };
}

/** A bank needs time to say yes or no; until then the charge is pending. */
function beginDebit(
	draft: Draft,
	intent: PaymentIntent,
	{ method, number }: { method: PaymentMethod; number: string | undefined },
): PaymentOutcome {
	const charge = draft.put(
		"charge",
		buildCharge(draft, intent, { method, decline: null, pending: true }),
	);
	draft.emit("charge.pending", charge);
	const processing = draft.put("payment_intent", {
		...intent,
		last_payment_error: null,
		latest_charge: charge.id,
		next_action: null,
		payment_method: method.id,
		status: "processing",
	});
	draft.emit("payment_intent.processing", processing);
	const wait = decideDebit(number ?? "").slow ? draft.settings.bankDebitSeconds : 0;
	schedule(draft, "settle_debit", intent.id, draft.now + wait);
	return { kind: "processing", intent: processing, charge };
}

/** Gives up an intent nobody will pay any more. Emits payment_intent.canceled unless it is final. */
export function cancelPaymentIntent(
	draft: Draft,
	id: string,
	reason: PaymentIntent["cancellation_reason"] = "void_invoice",
): void {
	const intent = draft.get("payment_intent", id);
	if (intent === undefined || ["succeeded", "canceled"].includes(intent.status)) return;
	const canceled = draft.put("payment_intent", {
		...intent,
		amount_capturable: 0,
		status: "canceled",
		canceled_at: draft.now,
		cancellation_reason: reason,
		next_action: null,
	});
	draft.emit("payment_intent.canceled", canceled);
	unapplyCash(draft, canceled);
}

/** Stripe's page about an error code. */
export function docUrl(code: string): string {
	return `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}
