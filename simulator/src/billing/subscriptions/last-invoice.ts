// The last invoice of a subscription that has ended, for what still waits to be billed.
import { isMetered } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { Subscription } from "../core/objects.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { createInvoice, pendingItems } from "../invoices/build-invoice.ts";
import { saveSubscription } from "./start/build-subscription.ts";

/**
 * Drafts an invoice of the items that wait for this subscription and of its metered use, if there are any; it goes on by itself
 * after the drafting hour. The subscription is told no more. Emits invoice.created.
 */
export function billLastItems(draft: Draft, ended: Subscription): Subscription {
	const { customer: payer, id } = ended;
	const customer = draft.get("customer", payer);
	const own = pendingItems(draft, { customer: payer, subscription: id }).filter(
		(item) => item.parent?.subscription_details?.subscription === id,
	);
	const used = ended.items.data.filter(({ price }) => isMetered(price));
	if (customer === undefined || own.length + used.length === 0) return ended;
	const start = ended.items.data[0]?.current_period_start ?? ended.start_date;
	const invoice = createInvoice(draft, {
		subscription: ended,
		customer,
		reason: "subscription_cycle",
		period: { start, end: draft.now },
		autoAdvance: true,
		items: [],
		used,
	});
	schedule(draft, "finalize_invoice", invoice.id, draft.now + draft.settings.draftSeconds);
	return saveSubscription(draft, { ...ended, latest_invoice: invoice.id });
}
