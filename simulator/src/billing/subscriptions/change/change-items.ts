// The items of a subscription after some were added, changed or taken away.
import { advanceCost } from "../../catalog/cost-of.ts";
import { givenPrice, recurringPriceShape } from "../../catalog/given-price.ts";
import { quantityField, refuseQuantity } from "../../catalog/item-quantity.ts";
import { planOf } from "../../catalog/plan-of.ts";
import { refuseCurrency } from "../../catalog/price-in.ts";
import type { Draft } from "../../core/draft.ts";
import type { Price, Subscription, SubscriptionItem } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { boolean, integer, text, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { wholePeriodAt } from "../../core/time/calendar.ts";
import { buildItem, cadenceOf } from "../start/build-subscription.ts";
import { adjustItem, itemAdjustmentParams } from "./adjust-subscription.ts";
import type { Edit } from "./apply-change.ts";

/** What may be said of one item in an update. Without an id it is a new one. */
export const itemChangeShape = {
	...itemAdjustmentParams,
	...recurringPriceShape,
	clear_usage: boolean(),
	deleted: boolean(),
	id: text(),
	metadata: metadata(),
	quantity: integer(0),
};
export type ItemChange = Partial<Values<typeof itemChangeShape>> & {
	/** A price that was found before, when a schedule promised it; it may have been archived since. */
	promised?: Price | undefined;
};

/**
 * The items as they would stand; nothing is stored. A changed price starts over with a quantity of one.
 * Errors: an id or a price that does not exist, one price twice, nothing left.
 */
export function changedItems(
	draft: Draft,
	before: Subscription,
	changes: readonly ItemChange[],
): SubscriptionItem[] {
	const items = new Map(before.items.data.map((item) => [item.id, item]));
	changes.forEach((change, index) => {
		const param = `items[${index}]`;
		const item = items.get(change.id ?? "");
		if (change.id !== undefined && item === undefined) {
			throw invalidRequest(`No such subscription item: '${change.id}'`, {
				code: "resource_missing",
				param: `${param}[id]`,
			});
		}
		if (item !== undefined && change.deleted === true) {
			items.delete(item.id);
			return;
		}
		const next =
			item === undefined
				? addItem(draft, before, { change, param })
				: changeItem(draft, before, { item, change, param });
		items.set(next.id, adjustItem(draft, next, { sent: change, subscription: before, param }));
	});
	const result = [...items.values()];
	refuseImpossible(result, before);
	return result;
}

function addItem(
	draft: Draft,
	subscription: Subscription,
	{ change, param }: { change: ItemChange; param: string },
): SubscriptionItem {
	const price = findPrice(draft, subscription, { change, param });
	refuseQuantity(price, change.quantity, `${param}[quantity]`);
	const wanted = { price, quantity: change.quantity ?? 1 };
	return buildItem(
		draft,
		{ ...wanted, metadata: mergeMetadata({}, change.metadata) },
		{ subscription: subscription.id, ...joinedPeriod(draft, subscription, price) },
	);
}

/** A new item shares the period of those with its interval; else it is in the one the anchor gives. */
function joinedPeriod(draft: Draft, subscription: Subscription, price: Price) {
	const cadence = JSON.stringify(cadenceOf(price));
	const trialing = subscription.status === "trialing";
	const twin = subscription.items.data.find(
		(item) => trialing || JSON.stringify(cadenceOf(item.price)) === cadence,
	);
	if (twin !== undefined) return { start: twin.current_period_start, end: twin.current_period_end };
	return wholePeriodAt(draft.now, subscription.billing_cycle_anchor, cadenceOf(price));
}

function changeItem(
	draft: Draft,
	before: Subscription,
	{ item, change, param }: { item: SubscriptionItem; change: ItemChange; param: string },
): SubscriptionItem {
	const metadata = mergeMetadata(item.metadata, change.metadata);
	const wanted = change.promised?.id ?? change.price;
	const stays = change.price_data === undefined && (wanted ?? item.price.id) === item.price.id;
	if (stays) {
		refuseQuantity(item.price, change.quantity, `${param}[quantity]`);
		return { ...item, metadata, ...quantityField(item.price, change.quantity ?? item.quantity) };
	}
	const price = findPrice(draft, before, { change, param });
	refuseQuantity(price, change.quantity, `${param}[quantity]`);
	const { quantity: _old, ...rest } = item;
	const counted = quantityField(price, change.quantity);
	const moved = { ...rest, ...counted, metadata, price, plan: planOf(price) };
	if (before.status === "trialing" || sameCadence(item.price, price)) return moved;
	const whole = wholePeriodAt(draft.now, before.billing_cycle_anchor, cadenceOf(price));
	// The old start stays, as recorded for a change from month to year.
	const keeps = draft.settings.intervalChangePeriod === "keeps_start";
	const start = keeps ? item.current_period_start : whole.start;
	return { ...moved, current_period_start: start, current_period_end: whole.end };
}

function sameCadence(left: Price, right: Price): boolean {
	return JSON.stringify(cadenceOf(left)) === JSON.stringify(cadenceOf(right));
}

function findPrice(
	draft: Draft,
	{ currency }: Subscription,
	{ change, param }: { change: ItemChange; param: string },
): Price {
	const price = change.promised ?? givenPrice(draft, change, param);
	refuseCurrency(draft, price, { currency, param: `${param}[price]` });
	cadenceOf(price);
	return price;
}

/**
 * Whether the change makes the subscription begin anew by itself: in classic billing mode another interval
 * does, and so does the step from free to paid. Documented.
 */
export function startsAnew(draft: Draft, { before, changed }: Edit): boolean {
	const [was, will] = [before.items.data[0], changed.items.data[0]];
	if (before.billing_mode.type !== "classic" || was === undefined || will === undefined) {
		return false;
	}
	return !sameCadence(was.price, will.price) || (isFree(draft, before) && !isFree(draft, changed));
}

function isFree(draft: Draft, { items, currency }: Subscription): boolean {
	return items.data.every((item) => advanceCost(draft, item, currency) === 0);
}

function refuseImpossible(items: readonly SubscriptionItem[], before: Subscription): void {
	if (items.length === 0) {
		throw invalidRequest(
			"A subscription must have at least one active item. To cancel the subscription, delete it instead.",
			{ param: "items" },
		);
	}
	if (new Set(items.map(({ price }) => price.id)).size < items.length) {
		throw invalidRequest(
			"A price can be on a subscription once only. Raise the quantity of the item instead.",
			{ param: "items" },
		);
	}
	const cadences = new Set(items.map(({ price }) => JSON.stringify(cadenceOf(price))));
	if (before.billing_mode.type === "classic" && cadences.size > 1) {
		throw invalidRequest(
			"Prices with different intervals on one subscription need the flexible billing mode.",
			{ param: "items" },
		);
	}
}
