// The account's balance: one entry for each movement of money.

import type { Draft } from "../core/draft.ts";
import type { BalanceTransaction } from "../core/objects.ts";

export interface Movement {
	/** Minor units; negative when it leaves. `net` is this less the fee. */
	amount: number;
	currency: string;
	description: string | null;
	fee: number;
	category: "charge" | "refund" | "dispute" | "dispute_reversal" | "refund_failure";
	/** The charge, refund or dispute it belongs to. */
	source: string;
	type: BalanceTransaction["type"];
}

const daysUntilAvailable = 2;
const day = 86_400;

/** Stores the entry, pending for two days as a card payment's is. */
export function recordBalance(draft: Draft, movement: Movement): BalanceTransaction {
	const { amount, currency, description, fee } = movement;
	const isCharge = movement.type === "charge";
	return draft.put("balance_transaction", {
		id: draft.newId("txn"),
		object: "balance_transaction",
		amount,
		available_on: isCharge ? availableOn(draft.now) : draft.now,
		balance_type: "payments",
		created: draft.now,
		currency,
		description,
		exchange_rate: null,
		fee,
		fee_details: fee === 0 ? [] : [feeOf(movement)],
		net: amount - fee,
		reporting_category: movement.category,
		source: movement.source,
		status: isCharge ? "pending" : "available",
		type: movement.type,
	});
}

/** Money becomes available with a day, at midnight UTC. Recorded. */
function availableOn(now: number): number {
	return (Math.floor(now / day) + daysUntilAvailable) * day;
}

function feeOf({ category, currency, fee }: Movement) {
	return {
		amount: fee,
		application: null,
		currency,
		description: category === "charge" ? "Stripe processing fees" : "Dispute fee",
		type: "stripe_fee",
	};
}
