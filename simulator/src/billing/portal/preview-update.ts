// What a change in the portal would cost, worked out by making it on a fork of the draft.

import type { Draft } from "../core/draft.ts";
import { forkDraft } from "../core/fork.ts";
import type { Invoice, Subscription } from "../core/objects.ts";
import { given } from "../core/params/given.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import {
	subscriptionUpdateParams,
	updateSubscription,
} from "../subscriptions/change/update-subscription.ts";
import { billNextPeriod } from "../subscriptions/end-period.ts";
import { periodEndOf } from "../subscriptions/start/build-subscription.ts";
import { ownSubscription, visitorOf } from "./own-session.ts";
import {
	endsTrial,
	portalUpdate,
	type Timing,
	type UpdateRequest,
	type Wanted,
} from "./portal-update.ts";
import { discountsWith, type Redeemed } from "./promotion-typed.ts";
import { dropSchedule } from "./schedule-update.ts";

export interface PreviewedUpdate {
	timing: Timing;
	/** When it takes effect; unix seconds. */
	at: number;
	endsTrial: boolean;
	/** What is billed at once; null when nothing is. */
	invoice: Invoice | null;
	/** The subscription's invoice after that; null when it ends before. */
	next: { invoice: Invoice; at: number } | null;
}

/**
 * Makes the change as if any card would do, looks at its invoice, then lets the period end. Nothing of it
 * is kept. Errors: those of the change itself.
 */
export function previewUpdate(
	draft: Draft,
	sessionId: string,
	{ id, wanted, discount = null }: Pick<UpdateRequest, "id" | "wanted" | "discount">,
): PreviewedUpdate {
	const fork = forkDraft(draft);
	const visitor = visitorOf(fork, sessionId);
	const before = ownSubscription(fork, visitor, id);
	const payment = "allow_incomplete";
	const timing = portalUpdate(fork, sessionId, { id, wanted, discount, payment });
	const after = fork.get("subscription", id) ?? before;
	const billed = after.latest_invoice === before.latest_invoice ? null : after.latest_invoice;
	return {
		timing,
		at: timing === "period_end" ? periodEndOf(before) : fork.now,
		endsTrial: timing === "now" && endsTrial(before, visitor.features.subscription_update),
		invoice: fork.get("invoice", billed ?? "") ?? null,
		next: nextOf(
			fork,
			timing === "period_end" ? planned(fork, before, { wanted, discount }) : after,
		),
	};
}

/** As it will be once its day has come. */
function planned(
	fork: Draft,
	before: Subscription,
	{ wanted, discount }: Pick<UpdateRequest, "discount"> & { wanted: Wanted },
): Subscription {
	const { price: id, quantity } = wanted;
	const subscription = discount ? discounted(fork, before, discount) : before;
	const data = subscription.items.data.map((item) => {
		const price = fork.get("price", id) ?? item.price;
		return { ...item, price, quantity };
	});
	return { ...subscription, items: { ...subscription.items, data } };
}

function discounted(fork: Draft, before: Subscription, discount: Redeemed): Subscription {
	const free = dropSchedule(fork, fork.get("subscription", before.id) ?? before);
	const discounts = discountsWith(fork, free, discount);
	return updateSubscription(fork, free.id, given(subscriptionUpdateParams, { discounts }));
}

function nextOf(fork: Draft, subscription: Subscription): PreviewedUpdate["next"] {
	const at = periodEndOf(subscription);
	if (subscription.cancel_at !== null && subscription.cancel_at <= at) return null;
	const later = forkDraft(fork, at);
	const customer = getCustomer(later, subscription.customer);
	const { invoice } = billNextPeriod(later, subscription, { customer, pending: "include" });
	return { invoice, at };
}
