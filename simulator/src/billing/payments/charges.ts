// Charges: one attempt to move money, with what the bank said.
import type {
	BalanceTransaction,
	Charge,
	PaymentIntent,
	PaymentMethod,
} from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import type { Decline } from "./declines.ts";

/** The charge of one attempt: succeeded when there is no decline, else failed with its reason. */
export function buildCharge(
	draft: Draft,
	intent: PaymentIntent,
	{ method, decline }: { method: PaymentMethod; decline: Decline | null },
): Charge {
	const id = draft.newId("ch");
	const paid = decline === null;
	const balance = paid ? settle(draft, intent, id).id : null;
	return {
		id,
		object: "charge",
		amount: intent.amount,
		amount_captured: paid ? intent.amount : 0,
		amount_refunded: 0,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: balance,
		billing_details: method.billing_details,
		calculated_statement_descriptor: draft.settings.businessName.toUpperCase(),
		captured: paid,
		created: draft.now,
		currency: intent.currency,
		customer: intent.customer,
		description: intent.description,
		disputed: false,
		failure_balance_transaction: null,
		failure_code: decline?.code ?? null,
		failure_message: decline?.message ?? null,
		fraud_details: {},
		livemode: false,
		metadata: {},
		on_behalf_of: null,
		outcome: outcomeOf(decline),
		paid,
		payment_intent: intent.id,
		payment_method: method.id,
		payment_method_details: { type: "card", card: cardDetails(intent, method) },
		receipt_email: null,
		receipt_number: null,
		receipt_url: paid ? `${draft.baseUrl}/receipts/${id}` : null,
		refunded: false,
		review: null,
		shipping: null,
		source: null,
		source_transfer: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: paid ? "succeeded" : "failed",
		transfer_data: null,
		transfer_group: null,
	};
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

type ChargedCard = NonNullable<NonNullable<Charge["payment_method_details"]>["card"]>;

function cardDetails(intent: PaymentIntent, method: PaymentMethod): ChargedCard {
	const card = method.card;
	return {
		amount_authorized: intent.amount,
		authorization_code: null,
		brand: card?.brand ?? null,
		checks: card?.checks ?? null,
		country: card?.country ?? null,
		electronic_commerce_indicator: null,
		exp_month: card?.exp_month ?? 0,
		exp_year: card?.exp_year ?? 0,
		fingerprint: card?.fingerprint ?? null,
		funding: card?.funding ?? null,
		installments: null,
		last4: card?.last4 ?? null,
		mandate: null,
		network: card?.brand ?? null,
		network_transaction_id: null,
		regulated_status: "unregulated",
		three_d_secure: null,
		transaction_link_id: null,
		wallet: null,
	};
}

/** The fee is Stripe's usual 2.9 % and 30 minor units; recorded as 59 for 1000 usd. */
function settle(draft: Draft, intent: PaymentIntent, charge: string): BalanceTransaction {
	const fee = Math.round(intent.amount * 0.029) + 30;
	return draft.put("balance_transaction", {
		id: draft.newId("txn"),
		object: "balance_transaction",
		amount: intent.amount,
		available_on: draft.now + 2 * 86_400,
		balance_type: "payments",
		created: draft.now,
		currency: intent.currency,
		description: intent.description,
		exchange_rate: null,
		fee,
		fee_details: [
			{
				amount: fee,
				application: null,
				currency: intent.currency,
				description: "Stripe processing fees",
				type: "stripe_fee",
			},
		],
		net: intent.amount - fee,
		reporting_category: "charge",
		source: charge,
		status: "pending",
		type: "charge",
	});
}
