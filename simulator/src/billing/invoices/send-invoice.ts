// An open invoice on its way to the customer, and what happens when he lets it lie.

import type { Draft } from "../core/draft.ts";
import type { Invoice } from "../core/objects.ts";
import { reviseSubscription } from "../subscriptions/start/build-subscription.ts";
import { subscriptionOf } from "./collect/collect-invoice.ts";

/** No mail leaves the simulator. Emits invoice.sent. */
export function sendInvoice(draft: Draft, invoice: Invoice): Invoice {
	draft.emit("invoice.sent", invoice);
	return invoice;
}

/** The due date is near. Emits invoice.will_be_due while it is open. */
export function announceDue(draft: Draft, id: string): void {
	const invoice = draft.get("invoice", id);
	if (invoice?.status === "open") draft.emit("invoice.will_be_due", invoice);
}

/** The due date has passed. Emits invoice.overdue, and the subscription's step to past_due. */
export function becomeOverdue(draft: Draft, id: string): void {
	const invoice = draft.get("invoice", id);
	if (invoice?.status !== "open") return;
	draft.emit("invoice.overdue", invoice);
	const subscription = subscriptionOf(draft, invoice);
	if (subscription?.status === "active") {
		reviseSubscription(draft, subscription, { status: "past_due" });
	}
}
