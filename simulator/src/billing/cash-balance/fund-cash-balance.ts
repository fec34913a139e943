// Money that arrives from a customer's bank, and what it is set against.

import type { Draft } from "../core/draft.ts";
import type { CashBalanceTransaction, PaymentIntent } from "../core/objects.ts";
import { integer, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { cashOf, moveCash, showCash } from "./ledger.ts";
import { awaitedBy, fundIntent } from "./pay-from-cash.ts";
import { type TransferType, transferTypeFor } from "./transfer-instructions.ts";

export const fundParams = {
	amount: required(integer(1)),
	currency: required(text(3)),
	reference: text(),
};

/**
 * A transfer has come in. Emits customer_cash_balance_transaction.created; what reconciles by itself
 * pays waiting intents, and cash_balance.funds_available tells of what is left, or of all of it where
 * reconciliation is by hand. Documented.
 */
export function fundCashBalance(
	draft: Draft,
	id: string,
	params: Values<typeof fundParams>,
): CashBalanceTransaction {
	getCustomer(draft, id);
	const currency = params.currency.toLowerCase();
	const type = transferTypeFor(currency);
	if (type === undefined) {
		throw invalidRequest(`Bank transfers in ${currency} are not supported.`, { param: "currency" });
	}
	const funded = moveCash(draft, id, {
		currency,
		funded: { bank_transfer: transferOf(type, params.reference ?? null) },
		net_amount: params.amount,
		type: "funded",
	});
	if (cashOf(draft, id).mode !== "manual") reconcile(draft, id, currency);
	const cash = cashOf(draft, id);
	if ((cash.available[currency] ?? 0) > 0)
		draft.emit("cash_balance.funds_available", showCash(cash));
	return funded;
}

const sender_name = "Simulated Sender";

function transferOf(
	type: TransferType,
	reference: string | null,
): NonNullable<CashBalanceTransaction["funded"]>["bank_transfer"] {
	switch (type) {
		case "eu_bank_transfer":
			return {
				eu_bank_transfer: { bic: "SIMUDEFF", iban_last4: "0000", sender_name },
				reference,
				type,
			};
		case "gb_bank_transfer":
			return {
				gb_bank_transfer: { account_number_last4: "0000", sender_name, sort_code: "000000" },
				reference,
				type,
			};
		case "jp_bank_transfer":
			return {
				jp_bank_transfer: { sender_bank: null, sender_branch: null, sender_name },
				reference,
				type,
			};
		case "us_bank_transfer":
			return { reference, type, us_bank_transfer: { network: "ach", sender_name } };
		default:
			return { reference, type };
	}
}

/** An intent that waits for exactly this much comes first, then the others, the oldest first. */
function reconcile(draft: Draft, customer: string, currency: string): void {
	const available = () => cashOf(draft, customer).available[currency] ?? 0;
	const waiting = [...draft.list("payment_intent", { group: `customer:${customer}` })]
		.filter((intent) => intent.currency === currency && awaitedBy(intent) > 0)
		.reverse();
	const exact = waiting.find((intent) => awaitedBy(intent) === available());
	const inTurn: PaymentIntent[] = exact === undefined ? waiting : [exact];
	for (const intent of inTurn) {
		const amount = Math.min(awaitedBy(intent), available());
		if (amount > 0) fundIntent(draft, intent, amount);
	}
}
