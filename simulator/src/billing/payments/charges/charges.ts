// Charges: one attempt to move money, with what the bank said.

import { mandateFor } from "../../attempts/mandates.ts";
import type { Draft } from "../../core/draft.ts";
import type { Charge, PaymentIntent, PaymentMethod } from "../../core/objects.ts";
import { recordBalance } from "../balance.ts";
import type { Decline } from "../declines.ts";

export interface ChargeAttempt {
	method: PaymentMethod;
	decline: Decline | null;
	/** A bank is still to decide. */
	pending?: boolean;
	/** The holder has passed his bank's challenge. */
	authenticated?: boolean;
}

/**
 * The charge of one attempt: failed when there is a decline, pending while a bank decides, else
 * succeeded. Money that moves at once is in the balance already.
 */
export function buildCharge(
	draft: Draft,
	intent: PaymentIntent,
	{ method, decline, pending = false, authenticated = false }: ChargeAttempt,
): Charge {
	const id = draft.newId("ch");
	const paid = decline === null && !pending;
	const captured = paid && intent.capture_method !== "manual";
	const settled = captured && intent.capture_method === "automatic";
	return {
		...emptyCharge,
		id,
		amount: intent.amount,
		amount_captured: captured ? intent.amount : 0,
		balance_transaction: settled ? settleInto(draft, { ...intent, id }).id : null,
		billing_details: method.billing_details,
		calculated_statement_descriptor: draft.settings.businessName.toUpperCase(),
		captured: captured || pending,
		created: draft.now,
		currency: intent.currency,
		customer: intent.customer,
		description: intent.description,
		failure_code: decline?.code ?? null,
		failure_message: decline?.message ?? null,
		metadata: intent.metadata,
		outcome: outcomeOf(decline),
		paid,
		payment_intent: intent.id,
		payment_method: method.id,
		payment_method_details: detailsOf(draft, intent, { method, authenticated }),
		receipt_email: intent.receipt_email,
		receipt_url: paid ? receiptUrl(draft, id) : null,
		shipping: intent.shipping,
		statement_descriptor: intent.statement_descriptor,
		statement_descriptor_suffix: intent.statement_descriptor_suffix,
		status: paid ? "succeeded" : pending ? "pending" : "failed",
		transfer_group: intent.transfer_group,
	};
}

/** The fields of a charge that stay empty, or start so. */
const emptyCharge = {
	object: "charge",
	amount_refunded: 0,
	application: null,
	application_fee: null,
	application_fee_amount: null,
	disputed: false,
	failure_balance_transaction: null,
	fraud_details: {},
	livemode: false,
	on_behalf_of: null,
	receipt_number: null,
	refunded: false,
	review: null,
	source: null,
	source_transfer: null,
	radar_options: {},
	transfer_data: null,
} satisfies Partial<Charge>;

/** A receipt's address is new each time the charge changes, as with Stripe. */
export function receiptUrl(draft: Draft, charge: string): string {
	return `${draft.baseUrl}/receipts/${charge}/${draft.newId("", 16)}`;
}

/** Stripe's usual fee: 2.9 % and 30 minor units, recorded as 59 for 1000 usd. */
export function settleInto(
	draft: Draft,
	charge: { id: string; amount: number; currency: string; description: string | null },
) {
	return recordBalance(draft, {
		amount: charge.amount,
		currency: charge.currency,
		description: charge.description,
		fee: Math.round(charge.amount * 0.029) + 30,
		category: "charge",
		source: charge.id,
		type: "charge",
	});
}

/** The money of an asynchronous capture has arrived. Emits charge.updated. */
export function settleCharge(draft: Draft, id: string): void {
	const before = draft.get("charge", id);
	if (before === undefined || before.balance_transaction !== null || !before.captured) return;
	const amount = before.amount_captured;
	const after = draft.put("charge", {
		...before,
		balance_transaction: settleInto(draft, { ...before, amount }).id,
		receipt_url: receiptUrl(draft, id),
	});
	draft.emit("charge.updated", after, before);
}

function outcomeOf(decline: Decline | null): Charge["outcome"] {
	return {
		advice_code: decline?.decline_code ? "try_again_later" : null,
		network_advice_code: null,
		network_decline_code: decline?.decline_code ? "01" : null,
		network_status: decline === null ? "approved_by_network" : "declined_by_network",
		reason: decline === null ? null : (decline.decline_code ?? decline.code),
		risk_level: "normal",
		risk_score: 20,
		seller_message:
			decline === null
				? "Payment complete."
				: "The bank did not return any further details with this decline.",
		type: decline === null ? "authorized" : "issuer_declined",
	};
}

function detailsOf(
	draft: Draft,
	intent: PaymentIntent,
	{ method, authenticated }: { method: PaymentMethod; authenticated: boolean },
): Charge["payment_method_details"] {
	const debit = method.sepa_debit;
	if (debit !== undefined) {
		const { bank_code, branch_code, country, fingerprint, last4 } = debit;
		const mandate = mandateFor(draft, method)?.id ?? null;
		const sepa_debit = { bank_code, branch_code, country, fingerprint, last4, mandate };
		return { type: "sepa_debit", sepa_debit };
	}
	if (method.type === "customer_balance") return { type: method.type, customer_balance: {} };
	const three_d_secure = authenticated ? challenged : null;
	const card = { ...cardDetails(intent, method), three_d_secure };
	if (intent.capture_method !== "manual") return { type: "card", card };
	const capture_before = draft.now + draft.settings.authorizationSeconds;
	return { type: "card", card: { ...card, capture_before } };
}

/** What a charge tells of a challenge its holder has passed. */
const challenged = {
	authentication_flow: "challenge",
	electronic_commerce_indicator: "05",
	exemption_indicator: null,
	result: "authenticated",
	result_reason: null,
	transaction_id: null,
	version: "2.2.0",
} as const;

type ChargedCard = NonNullable<NonNullable<Charge["payment_method_details"]>["card"]>;

function cardDetails(intent: PaymentIntent, method: PaymentMethod): ChargedCard {
	const card = method.card;
	return {
		amount_authorized: intent.amount,
		authorization_code: digitsFrom(`${intent.id}${method.id}`, 6),
		brand: card?.brand ?? null,
		checks: card?.checks ?? null,
		country: card?.country ?? null,
		electronic_commerce_indicator: null,
		exp_month: card?.exp_month ?? 0,
		exp_year: card?.exp_year ?? 0,
		extended_authorization: { status: "disabled" },
		fingerprint: card?.fingerprint ?? null,
		funding: card?.funding ?? null,
		incremental_authorization: { status: "unavailable" },
		installments: null,
		last4: card?.last4 ?? null,
		mandate: null,
		multicapture: { status: "unavailable" },
		network: card?.brand ?? null,
		network_token: { used: false },
		network_transaction_id: digitsFrom(`${method.id}${intent.id}`, 15),
		overcapture: { maximum_amount_capturable: intent.amount, status: "unavailable" },
		regulated_status: "unregulated",
		three_d_secure: null,
		transaction_link_id: null,
		wallet: null,
	};
}

/** As many digits as a network would give, the same for the same text. */
function digitsFrom(text: string, length: number): string {
	let state = 7;
	let digits = "";
	for (let index = 0; digits.length < length; index += 1) {
		state = (state * 31 + text.charCodeAt(index % text.length)) % 1_000_003;
		digits += state % 10;
	}
	return digits;
}
