// Reading a customer and changing him from within another verb.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Customer } from "../core/objects.ts";

/** The customer of this id; a deleted one is missing here. Error code: resource_missing. */
export function getCustomer(draft: Draft, id: string, param = "id"): Customer {
	return getRecord(draft, "customer", { id, param });
}

/** Puts the customer back with other values and says so. Emits customer.updated when they differ. */
export function reviseCustomer(draft: Draft, id: string, values: Partial<Customer>): Customer {
	const before = getCustomer(draft, id);
	draft.put("customer", { ...before, ...values });
	return announceCustomer(draft, before);
}

/** Emits customer.updated when the stored customer differs from what he was. */
export function announceCustomer(draft: Draft, before: Customer): Customer {
	const after = getCustomer(draft, before.id);
	if (JSON.stringify(before) !== JSON.stringify(after)) {
		draft.emit("customer.updated", after, before);
	}
	return after;
}
