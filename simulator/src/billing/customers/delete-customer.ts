// The end of a customer, and what goes with him.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { invalidRequest, missingResource } from "../core/stripe-error.ts";
import { stopCollecting } from "../invoices/collect/stop-collecting.ts";
import { releasePaymentMethod } from "../payments/methods/attach-payment-method.ts";
import { cancelNow } from "../subscriptions/end/end-subscription.ts";
import { terminalStatuses } from "../subscriptions/status.ts";

/**
 * Cancels every live subscription at once, lets his payment methods go, then deletes. Emits
 * customer.subscription.deleted and payment_method.detached for each, and customer.deleted last. Error: a cash balance, even an empty one. Documented.
 */
export function deleteCustomer(draft: Draft, id: string): DeletedStub {
	const customer = draft.get("customer", id);
	if (customer === undefined) throw missingResource("customer", id);
	if (draft.get("cash", id) !== undefined) {
		throw invalidRequest(`Customer ${id} has a cash balance and cannot be deleted.`);
	}
	const group = `customer:${id}`;
	for (const subscription of [...draft.list("subscription", { group })].reverse()) {
		if (!terminalStatuses.has(subscription.status)) cancelNow(draft, subscription, {});
	}
	for (const method of [...draft.list("payment_method", { group })].reverse()) {
		releasePaymentMethod(draft, method);
	}
	for (const invoice of [...draft.list("invoice", { group })].reverse()) {
		stopCollecting(draft, invoice);
	}
	draft.remove("customer", id);
	draft.emit("customer.deleted", customer);
	return draft.put("deletedStub", { id, object: "customer", deleted: true });
}
