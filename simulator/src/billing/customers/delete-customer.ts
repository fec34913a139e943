// The end of a customer, and what goes with him.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { missingResource } from "../core/stripe-error.ts";
import { stopCollecting } from "../invoices/stop-collecting.ts";
import { releasePaymentMethod } from "../payments/attach-payment-method.ts";
import { cancelNow } from "../subscriptions/end-subscription.ts";
import { terminalStatuses } from "../subscriptions/status.ts";

/**
 * Cancels every live subscription at once, lets his payment methods go, then deletes. Emits
 * customer.subscription.deleted and payment_method.detached for each, and customer.deleted last.
 */
export function deleteCustomer(draft: Draft, id: string): DeletedStub {
	const customer = draft.get("customer", id);
	if (customer === undefined) throw missingResource("customer", id);
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
