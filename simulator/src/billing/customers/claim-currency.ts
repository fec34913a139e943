// The currency of a customer: that of the first thing billed to him.

import type { Draft } from "../core/draft.ts";
import type { Customer } from "../core/objects.ts";
import { getCustomer } from "./revise-customer.ts";

/** The customer with his currency, which is set once. Emits customer.updated the first time. */
export function claimCurrency(draft: Draft, id: string, currency: string): Customer {
	const before = getCustomer(draft, id);
	if (before.currency) return before;
	const after = draft.put("customer", { ...before, currency });
	draft.emit("customer.updated", after, before);
	return after;
}
