// A repeating discount whose months are over.
import type { Draft } from "../core/draft.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";
import { terminalStatuses } from "../subscriptions/status.ts";

/** Its subscription no longer lists it. Emits customer.discount.deleted, customer.subscription.updated. */
export function expireDiscount(draft: Draft, id: string): void {
	const discount = draft.get("discount", id);
	const subscription = draft.get("subscription", discount?.subscription ?? "");
	if (discount === undefined || subscription === undefined) return;
	if (terminalStatuses.has(subscription.status)) return;
	if (draft.settings.discountEvents) draft.emit("customer.discount.deleted", discount);
	// Storing a subscription drops what has ended.
	reviseSubscription(draft, subscription, {});
}
