// A refund of a bank transfer: the money goes back to where it was paid from, the customer's cash.

import type { Draft } from "../core/draft.ts";
import type { Charge, Refund } from "../core/objects.ts";
import { moveCash } from "./ledger.ts";

/** Whether the charge was paid from a cash balance. */
export function isFromCash({ payment_method_details: details }: Charge): boolean {
	return details?.type === "customer_balance";
}

/** The cash is the customer's again. Emits customer_cash_balance_transaction.created. */
export function returnCash(draft: Draft, charge: Charge, refund: Refund): void {
	if (!isFromCash(charge) || charge.customer === null) return;
	moveCash(draft, charge.customer, {
		currency: refund.currency,
		net_amount: refund.amount,
		refunded_from_payment: { refund: refund.id },
		type: "refunded_from_payment",
	});
}
