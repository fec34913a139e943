// Payment intents: one amount somebody is to pay, through as many attempts as it takes.
import type { Charge, PaymentIntent, PaymentMethod } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { type CardRecord, findCard } from "./cards.ts";
import { buildCharge } from "./charges.ts";
import { type Decline, declineDetails, declines } from "./declines.ts";

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
	| { kind: "paid"; intent: PaymentIntent; charge: Charge }
	| { kind: "declined"; intent: PaymentIntent; decline: Decline; charge: Charge | null }
	| { kind: "requires_action"; intent: PaymentIntent };

/** `present`: a person is there to authenticate. `authenticated`: and has just done so. */
export interface Attempt {
	method: PaymentMethod;
	present: boolean;
	authenticated?: boolean;
}

/** A new intent waiting for a payment method. Emits payment_intent.created. */
export function createPaymentIntent(draft: Draft, params: IntentParams): PaymentIntent {
	const id = draft.newId("pi");
	const intent = draft.put("payment_intent", {
		id,
		object: "payment_intent",
		allowed_payment_method_types: null,
		amount: params.amount,
		amount_capturable: 0,
		amount_details: { tip: {} },
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		automatic_payment_methods: null,
		canceled_at: null,
		cancellation_reason: null,
		capture_method: "automatic",
		client_secret: `${id}_secret_${draft.newId("", 25)}`,
		confirmation_method: "automatic",
		created: draft.now,
		currency: params.currency,
		customer: params.customer,
		customer_account: null,
		description: params.description,
		excluded_payment_method_types: null,
		last_payment_error: null,
		latest_charge: null,
		livemode: false,
		managed_payments: { enabled: false },
		metadata: {},
		next_action: null,
		on_behalf_of: null,
		payment_details: { customer_reference: null, order_reference: params.invoice },
		payment_method: null,
		payment_method_configuration_details: null,
		payment_method_options: null,
		payment_method_types: ["card", "link"],
		payment_record: null,
		processing: null,
		receipt_email: null,
		review: null,
		setup_future_usage: "off_session",
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: "requires_payment_method",
		transfer_data: null,
		transfer_group: null,
	});
	draft.emit("payment_intent.created", intent);
	return intent;
}

/**
 * Charges the intent's amount once. Emits charge.succeeded and payment_intent.succeeded, or
 * charge.failed and payment_intent.payment_failed, or payment_intent.requires_action.
 */
export function attemptPayment(
	draft: Draft,
	intent: PaymentIntent,
	attempt: Attempt,
): PaymentOutcome {
	const card = draft.get("card", attempt.method.id);
	if (asksPerson(card) && attempt.authenticated !== true) {
		return requireAction(draft, intent, attempt);
	}
	const refusal = findCard(card?.number ?? "")?.refusal;
	if (refusal) return decline(draft, intent, { ...attempt, decline: declines[refusal.reason] });
	return succeed(draft, intent, attempt.method);
}

function asksPerson(card: CardRecord | undefined): boolean {
	const authentication = findCard(card?.number ?? "")?.authentication ?? "never";
	return authentication === "always" || (authentication === "unless_set_up" && !card?.setUp);
}

function requireAction(draft: Draft, intent: PaymentIntent, { method }: Attempt): PaymentOutcome {
	const waiting = draft.put("payment_intent", {
		...intent,
		payment_method: method.id,
		status: "requires_action",
		next_action: { type: "use_stripe_sdk", use_stripe_sdk: {} },
		last_payment_error: null,
	});
	draft.emit("payment_intent.requires_action", waiting);
	return { kind: "requires_action", intent: waiting };
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

function decline(
	draft: Draft,
	intent: PaymentIntent,
	attempt: { method: PaymentMethod; decline: Decline },
): PaymentOutcome {
	const charge = draft.put("charge", buildCharge(draft, intent, attempt));
	draft.emit("charge.failed", charge);
	const charged = { ...intent, latest_charge: charge.id };
	return { ...failIntent(draft, charged, attempt), charge };
}

function failIntent(
	draft: Draft,
	intent: PaymentIntent,
	{ method, decline }: { method: PaymentMethod; decline: Decline },
) {
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
	return { kind: "declined", intent: failed, decline } as const;
}

function succeed(draft: Draft, intent: PaymentIntent, method: PaymentMethod): PaymentOutcome {
	const charge = draft.put("charge", buildCharge(draft, intent, { method, decline: null }));
	draft.emit("charge.succeeded", charge);
	const card = draft.get("card", method.id);
	if (card !== undefined) draft.put("card", { ...card, setUp: true });
	const paid = draft.put("payment_intent", {
		...intent,
		amount_received: intent.amount,
		last_payment_error: null,
		latest_charge: charge.id,
		next_action: null,
		payment_method: method.id,
		status: "succeeded",
	});
	draft.emit("payment_intent.succeeded", paid);
	return { kind: "paid", intent: paid, charge };
}

/** Gives up an intent nobody will pay any more. Emits payment_intent.canceled unless it is final. */
export function cancelPaymentIntent(draft: Draft, id: string): void {
	const intent = draft.get("payment_intent", id);
	if (intent === undefined || ["succeeded", "canceled"].includes(intent.status)) return;
	const canceled = draft.put("payment_intent", {
		...intent,
		status: "canceled",
		canceled_at: draft.now,
		cancellation_reason: "void_invoice",
		next_action: null,
	});
	draft.emit("payment_intent.canceled", canceled);
}

/** Stripe's page about an error code. */
export function docUrl(code: string): string {
	return `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}
