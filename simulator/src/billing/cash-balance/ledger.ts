// The cash a customer has sent ahead, and each movement of it.

import type { Draft } from "../core/draft.ts";
import type { CashBalance, CashBalanceTransaction, PaymentIntent } from "../core/objects.ts";
import type { CashRecord } from "./cash-record.ts";

/** The customer's cash, empty before the first transfer. */
export function cashOf(draft: Draft, customer: string): CashRecord {
	return draft.get("cash", customer) ?? { id: customer, available: {}, mode: null };
}

/** As the API shows it. */
export function showCash({ available, id, mode }: CashRecord): CashBalance {
	return {
		object: "cash_balance",
		available: Object.keys(available).length === 0 ? null : available,
		customer: id,
		customer_account: null,
		livemode: false,
		settings: { reconciliation_mode: mode ?? "automatic", using_merchant_default: mode === null },
	};
}

export type Movement = Pick<CashBalanceTransaction, "currency" | "net_amount" | "type"> &
	Partial<
		Pick<
			CashBalanceTransaction,
			"applied_to_payment" | "funded" | "refunded_from_payment" | "unapplied_from_payment"
		>
	>;

/** Changes the balance and records why. Emits customer_cash_balance_transaction.created. */
export function moveCash(
	draft: Draft,
	customer: string,
	movement: Movement,
): CashBalanceTransaction {
	const { currency, net_amount } = movement;
	const cash = cashOf(draft, customer);
	const ending_balance = (cash.available[currency] ?? 0) + net_amount;
	draft.put("cash", { ...cash, available: { ...cash.available, [currency]: ending_balance } });
	const transaction = draft.put("customer_cash_balance_transaction", {
		...movement,
		id: draft.newId("ccsbtxn"),
		object: "customer_cash_balance_transaction",
		created: draft.now,
		customer,
		customer_account: null,
		ending_balance,
		livemode: false,
	});
	draft.emit("customer_cash_balance_transaction.created", transaction);
	return transaction;
}

/** How much of the intent's amount cash has been set aside for. */
export function fundedOf(draft: Draft, intent: PaymentIntent): number {
	const moves = draft.list("customer_cash_balance_transaction", {
		group: `payment_intent:${intent.id}`,
	});
	// Zero is added so that nothing funded is 0 and never -0.
	return 0 - [...moves].reduce((sum, { net_amount }) => sum + net_amount, 0);
}

/** A canceled intent gives back what was set aside for it. */
export function unapplyCash(draft: Draft, intent: PaymentIntent): void {
	const funded = fundedOf(draft, intent);
	if (funded === 0 || intent.customer === null) return;
	moveCash(draft, intent.customer, {
		currency: intent.currency,
		net_amount: funded,
		type: "unapplied_from_payment",
		unapplied_from_payment: { payment_intent: intent.id },
	});
}
