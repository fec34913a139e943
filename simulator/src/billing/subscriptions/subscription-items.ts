// The items of a subscription as resources of their own.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Subscription, SubscriptionItem } from "../core/objects.ts";
import { boolean, required, text, timestamp, type Values } from "../core/params/params.ts";
import { missingResource } from "../core/stripe-error.ts";
import { itemChangeShape } from "./change/change-items.ts";
import {
	paymentBehavior,
	prorationBehavior,
	updateSubscription,
} from "./change/update-subscription.ts";

const { deleted: _deleted, clear_usage: _clearUsage, id: _id, ...fields } = itemChangeShape;
const behaviors = {
	off_session: boolean(),
	payment_behavior: paymentBehavior,
	proration_behavior: prorationBehavior,
	proration_date: timestamp(),
};
export const itemCreateParams = { ...fields, ...behaviors, subscription: required(text()) };
export const itemUpdateParams = { ...fields, ...behaviors };
export const itemDeleteParams = { ...behaviors, clear_usage: boolean() };

/** One more item; the same as an update of its subscription. */
export function createItem(
	draft: Draft,
	{ subscription: id, ...params }: Values<typeof itemCreateParams>,
): SubscriptionItem {
	const before = getRecord(draft, "subscription", { id, param: "subscription" });
	const after = change(draft, before, params, {});
	const known = new Set(before.items.data.map((item) => item.id));
	const created = itemsOf(after).find((item) => !known.has(item.id));
	return created ?? findItem(draft, itemsOf(after).at(-1)?.id ?? "");
}

/** The item with another price, quantity or metadata; the same as an update of its subscription. */
export function updateItem(
	draft: Draft,
	id: string,
	params: Values<typeof itemUpdateParams>,
): SubscriptionItem {
	const before = ownerOf(draft, id);
	const after = change(draft, before, params, { id });
	return itemsOf(after).find((item) => item.id === id) ?? findItem(draft, id);
}

/** The item is gone. Error: it was the last one. */
export function deleteItem(
	draft: Draft,
	id: string,
	params: Values<typeof itemDeleteParams>,
): DeletedStub {
	change(draft, ownerOf(draft, id), params, { id, deleted: true });
	return { id, object: "subscription_item", deleted: true };
}

type ItemParams = Partial<Values<typeof itemUpdateParams & typeof itemDeleteParams>>;

function change(
	draft: Draft,
	before: Subscription,
	params: ItemParams,
	which: { id?: string; deleted?: boolean },
): Subscription {
	const { off_session, payment_behavior, proration_behavior, proration_date, ...item } = params;
	return updateSubscription(draft, before.id, {
		items: [{ ...item, ...which }],
		off_session,
		payment_behavior,
		proration_behavior,
		proration_date,
	});
}

/** Error code: resource_missing. */
export function findItem(draft: Draft, id: string): SubscriptionItem {
	const owner = draft.get("subscription", draft.get("subscription_item", id)?.subscription ?? "");
	const item = owner?.items.data.find((one) => one.id === id);
	if (item === undefined) throw missingResource("subscription_item", id);
	return item;
}

function ownerOf(draft: Draft, id: string): Subscription {
	return getRecord(draft, "subscription", { id: findItem(draft, id).subscription });
}

function itemsOf(subscription: Subscription): SubscriptionItem[] {
	return subscription.items.data;
}
