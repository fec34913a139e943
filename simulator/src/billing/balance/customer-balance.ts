// The customer's balance: what he has in credit (below zero) or owes on top of his next invoice.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { CustomerBalanceTransaction, Invoice } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import { clearable, integer, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { getCustomer, reviseCustomer } from "../customers/revise-customer.ts";

export const balanceCreateParams = {
	amount: required(integer()),
	currency: required(text(3)),
	description: clearable(text(350)),
	metadata: metadata(),
};
export const balanceUpdateParams = { description: clearable(text(350)), metadata: metadata() };

/** An adjustment by hand; a negative amount is a credit. Emits customer.updated. */
export function adjustBalance(
	draft: Draft,
	customer: string,
	params: Values<typeof balanceCreateParams>,
): CustomerBalanceTransaction {
	const currency = params.currency.toLowerCase();
	const known = getCustomer(draft, customer).currency;
	if (known && known !== currency) {
		throw invalidRequest(
			`You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${known}`,
			{ param: "currency" },
		);
	}
	return moveBalance(draft, customer, {
		amount: params.amount,
		currency,
		type: "adjustment",
		description: params.description ?? null,
		metadata: mergeMetadata({}, params.metadata),
	});
}

/** Changes what describes the transaction; its amount is history. */
export function updateBalanceTransaction(
	draft: Draft,
	customer: string,
	{ id, ...params }: Values<typeof balanceUpdateParams> & { id: string },
): CustomerBalanceTransaction {
	const before = findBalanceTransaction(draft, customer, id);
	return draft.put("customer_balance_transaction", {
		...before,
		description: params.description === undefined ? before.description : params.description,
		metadata: mergeMetadata(before.metadata, params.metadata),
	});
}

/** Error code: resource_missing, also for another customer's. */
export function findBalanceTransaction(
	draft: Draft,
	customer: string,
	id: string,
): CustomerBalanceTransaction {
	const found = getRecord(draft, "customer_balance_transaction", { id });
	if (found.customer === customer) return found;
	throw missingResource("customer_balance_transaction", id);
}

export interface BalanceMove {
	/** Minor units; below zero in the customer's favour. */
	amount: number;
	currency: string;
	type: string;
	invoice?: string;
	creditNote?: string;
	description?: string | null;
	metadata?: Record<string, string>;
}

/** Changes the balance and records why. Emits customer.updated. */
export function moveBalance(
	draft: Draft,
	customer: string,
	move: BalanceMove,
): CustomerBalanceTransaction {
	const before = getCustomer(draft, customer);
	const balance = before.balance + move.amount;
	reviseCustomer(draft, customer, { balance, currency: before.currency ?? move.currency });
	return draft.put("customer_balance_transaction", {
		id: draft.newId("cbtxn"),
		object: "customer_balance_transaction",
		amount: move.amount,
		checkout_session: null,
		created: draft.now,
		credit_note: move.creditNote ?? null,
		currency: move.currency,
		customer,
		customer_account: null,
		description: move.description ?? null,
		ending_balance: balance,
		invoice: move.invoice ?? null,
		livemode: false,
		metadata: move.metadata ?? {},
		type: move.type,
	});
}

/** What is left of the balance once it has been set against the total. */
export function balanceAfter(invoice: Pick<Invoice, "total" | "starting_balance">): number {
	const sum = invoice.total + invoice.starting_balance;
	return Math.min(0, sum);
}

/** Sets the balance against a finalized invoice. Emits customer.updated when it moves. */
export function applyBalance(draft: Draft, invoice: Invoice): void {
	const amount = (invoice.ending_balance ?? 0) - invoice.starting_balance;
	if (amount === 0 || invoice.customer === null) return;
	moveBalance(draft, invoice.customer, {
		amount,
		currency: invoice.currency,
		type: "applied_to_invoice",
		invoice: invoice.id,
	});
}

/** A voided invoice gives back what the balance paid of it, or takes back what it added. */
export function unapplyBalance(draft: Draft, invoice: Invoice): void {
	const amount = invoice.starting_balance - (invoice.ending_balance ?? 0);
	if (amount === 0 || invoice.customer === null || invoice.ending_balance === null) return;
	moveBalance(draft, invoice.customer, {
		amount,
		currency: invoice.currency,
		type: "unapplied_from_invoice",
		invoice: invoice.id,
	});
}
