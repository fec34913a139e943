// Taking a discount away by request.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { missingResource } from "../core/stripe-error.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";
import { setDiscounts } from "./set-discounts.ts";

/**
 * The subscription's discounts are gone. Answers the deleted one. Emits customer.discount.deleted and
 * customer.subscription.updated. Error: there is none (404).
 */
export function deleteSubscriptionDiscount(draft: Draft, id: string): object {
	const subscription = getRecord(draft, "subscription", { id });
	const last = draft.get("discount", subscription.discounts.at(-1) ?? "");
	if (last === undefined) throw missingResource("active discount for subscription", id);
	const purchase = { customer: null, currency: "", amount: null, products: null };
	const discounts = setDiscounts(draft, [], {
		owner: last,
		purchase,
		before: subscription.discounts,
		param: "discounts",
	});
	reviseSubscription(draft, subscription, { discounts });
	const { end: _end, ...stub } = last;
	return { ...stub, deleted: true };
}

/** Since no request puts a discount on a customer any more, there is never one to take away. */
export function deleteCustomerDiscount(draft: Draft, id: string): never {
	getRecord(draft, "customer", { id });
	throw missingResource("active discount for customer", id);
}
