// What a change in the portal would cost. Only for a draft that is thrown away.
import { periodEndAfter } from "../core/calendar.ts";
import type { Invoice, Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { cadenceOf, periodEndOf } from "../subscriptions/build-subscription.ts";
import { ownSubscription, visitorOf } from "./own-session.ts";
import { endsTrial, portalUpdate, type Timing, type Wanted } from "./portal-update.ts";

export interface PreviewedUpdate {
	timing: Timing;
	/** When it takes effect; unix seconds. */
	at: number;
	endsTrial: boolean;
	/** What is billed at once; null when nothing is. */
	invoice: Invoice | null;
	/** The subscription's invoice after that. */
	next: { invoice: Invoice; at: number };
}

/** Makes the change here, as if every card worked, and then lets the period end. */
export function previewUpdate(
	draft: Draft,
	sessionId: string,
	{ id, wanted }: { id: string; wanted: Wanted },
): PreviewedUpdate {
	const visitor = visitorOf(draft, sessionId);
	const before = ownSubscription(draft, visitor, id);
	const timing = portalUpdate(draft, sessionId, { id, wanted, payment: "allow_incomplete" });
	const after = draft.get("subscription", id) ?? before;
	const billed = after.latest_invoice === before.latest_invoice ? null : after.latest_invoice;
	const later = timing === "period_end" ? withItem(draft, before, wanted) : after;
	return {
		timing,
		at: timing === "period_end" ? periodEndOf(before) : draft.now,
		endsTrial: timing === "now" && endsTrial(before, visitor.features.subscription_update),
		invoice: draft.get("invoice", billed ?? "") ?? null,
		next: { invoice: renewalOf(draft, later), at: periodEndOf(later) },
	};
}

function withItem(draft: Draft, subscription: Subscription, wanted: Wanted): Subscription {
	const { price: id, quantity } = wanted;
	const data = subscription.items.data.map((item) => ({
		...item,
		price: draft.get("price", id) ?? item.price,
		quantity,
	}));
	return { ...subscription, items: { ...subscription.items, data } };
}

function renewalOf(draft: Draft, subscription: Subscription): Invoice {
	const start = periodEndOf(subscription);
	const data = subscription.items.data.map((item) => ({
		...item,
		current_period_start: start,
		current_period_end: periodEndAfter(
			start,
			subscription.billing_cycle_anchor,
			cadenceOf(item.price),
		),
	}));
	return createInvoice(draft, {
		subscription: {
			...subscription,
			status: "active",
			items: { ...subscription.items, data },
		},
		customer: getCustomer(draft, subscription.customer),
		reason: "subscription_cycle",
		period: { start: draft.now, end: start },
		autoAdvance: false,
	});
}
