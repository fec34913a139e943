// A customer's cash as its owner sees and uses it.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type {
	CashBalance,
	CashBalanceTransaction,
	FundingInstructions,
	PaymentIntent,
} from "../core/objects.ts";
import { hash, integer, oneOf, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { unexpectedState } from "../payments/intents/intent-state.ts";
import { cashOf, showCash } from "./ledger.ts";
import { awaitedBy, fundIntent } from "./pay-from-cash.ts";
import { addressesOf, bankTransfer, transferTypeOf } from "./transfer-instructions.ts";

export const cashUpdateParams = {
	settings: hash({ reconciliation_mode: oneOf("automatic", "manual", "merchant_default") }),
};
export const instructionParams = {
	bank_transfer: required(bankTransfer()),
	currency: required(text(3)),
	funding_type: required(oneOf("bank_transfer")),
};
export const applyParams = { amount: integer(1), currency: text(3) };

export function retrieveCash(draft: Draft, customer: string): CashBalance {
	getCustomer(draft, customer);
	return showCash(cashOf(draft, customer));
}

/** Whether transfers are set against waiting intents by themselves from now on. Stripe has no event for it. */
export function updateCash(
	draft: Draft,
	customer: string,
	{ settings }: Values<typeof cashUpdateParams>,
): CashBalance {
	getCustomer(draft, customer);
	const cash = cashOf(draft, customer);
	const wanted = settings?.reconciliation_mode;
	if (wanted === undefined) return showCash(cash);
	const mode = wanted === "merchant_default" ? null : wanted;
	return showCash(draft.put("cash", { ...cash, mode }));
}

/** Error code: resource_missing, also for another customer's. */
export function findCashTransaction(
	draft: Draft,
	customer: string,
	id: string,
): CashBalanceTransaction {
	getCustomer(draft, customer);
	const found = getRecord(draft, "customer_cash_balance_transaction", { id });
	if (found.customer === customer) return found;
	throw missingResource("customer_cash_balance_transaction", id);
}

/** Where the customer may send money before anything asks for it. */
export function giveInstructions(
	draft: Draft,
	customer: string,
	params: Values<typeof instructionParams>,
): FundingInstructions {
	getCustomer(draft, customer);
	const currency = params.currency.toLowerCase();
	const type = transferTypeOf(params.bank_transfer, { currency, param: "bank_transfer" });
	return {
		object: "funding_instructions",
		bank_transfer: {
			country: params.bank_transfer.eu_bank_transfer?.country ?? type.slice(0, 2).toUpperCase(),
			financial_addresses: addressesOf(type, customer),
			type,
		},
		currency,
		funding_type: "bank_transfer",
		livemode: false,
	};
}

/** Cash is set aside for the intent by hand. Errors: an intent that waits for none, more than there is. */
export function applyCash(
	draft: Draft,
	id: string,
	params: Values<typeof applyParams>,
): PaymentIntent {
	const intent = getRecord(draft, "payment_intent", { id });
	const awaited = awaitedBy(intent);
	if (awaited === 0) {
		throw unexpectedState(
			intent,
			`No cash can be applied to this PaymentIntent: it has a status of ${intent.status} and waits for no bank transfer.`,
		);
	}
	if (params.currency !== undefined && params.currency.toLowerCase() !== intent.currency) {
		throw invalidRequest(`The currency of this PaymentIntent is ${intent.currency}.`, {
			param: "currency",
		});
	}
	const available = cashOf(draft, intent.customer ?? "").available[intent.currency] ?? 0;
	const amount = params.amount ?? Math.min(awaited, available);
	if (amount > 0 && amount <= awaited && amount <= available)
		return fundIntent(draft, intent, amount);
	throw invalidRequest(
		`The PaymentIntent waits for ${awaited}, and the customer's cash balance holds ${available}.`,
		{ code: "balance_insufficient", param: "amount" },
	);
}
