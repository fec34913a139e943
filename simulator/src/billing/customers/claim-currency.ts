// The currency of a customer: that of the first thing billed to him.

import type { Draft } from "../core/draft.ts";
import type { Customer } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "./revise-customer.ts";

/** The currency asked for, else the customer's own; undefined while he has none. Error: another than his. */
export function expectedCurrency(
	customer: Pick<Customer, "currency"> | undefined,
	wanted: string | undefined,
): string | undefined {
	const own = customer?.currency ?? undefined;
	const asked = wanted?.toLowerCase();
	if (own === undefined || asked === undefined || own === asked) return asked ?? own;
	throw invalidRequest(
		`You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${own}.`,
		{ param: "currency" },
	);
}

/** The customer with his currency, which is set once. Emits customer.updated the first time. */
export function claimCurrency(draft: Draft, id: string, currency: string): Customer {
	const before = getCustomer(draft, id);
	if (before.currency) return before;
	const after = draft.put("customer", { ...before, currency });
	draft.emit("customer.updated", after, before);
	return after;
}
