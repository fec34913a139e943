// What a change in the middle of a period gives back and what it costs instead.

import type { Draft } from "../core/draft.ts";
import type { InvoiceItem, Subscription, SubscriptionItem } from "../core/objects.ts";
import { wholePeriodAt } from "../core/time/calendar.ts";
import type { DiscountAmount } from "../discounts/discount-lines.ts";
import { pricingOf, unitAmountOf } from "../invoices/items/invoice-items.ts";
import { cadenceOf } from "../subscriptions/start/build-subscription.ts";
import { givenBack, shareOfDiscounts } from "./discounted.ts";
import { type Billed, findBilled } from "./find-billed.ts";
import { type NetPrice, netPrices } from "./net-prices.ts";
import { shareOfTime } from "./share-of-time.ts";

export interface Proration {
	kind: "credit" | "debit";
	item: SubscriptionItem;
	/** Minor units, less the discounts; a credit's is zero or less. */
	amount: number;
	/** What the discounts take off within the amount; a credit gives it back, below zero. */
	off: DiscountAmount[];
	quantity: number;
	period: { start: number; end: number };
	pricing: InvoiceItem["pricing"];
	credited: Billed["reference"];
}

export interface ProratedChange {
	before: Subscription;
	after: Subscription;
	/** The second from which the change counts; unix seconds. */
	at: number;
	/** Whether the items start new periods that are billed whole, so that nothing is left to debit. */
	restarts: boolean;
}

/**
 * A credit for the unused time of every item that changes or goes, then a debit for the remaining time of
 * every item that changed or came. By the second. In flexible billing mode a credit gives back what was
 * billed, in classic mode what the item costs now. Nothing is prorated for a trial or for metered prices.
 */
export function prorate(draft: Draft, change: ProratedChange): Proration[] {
	const { before, after, restarts } = change;
	const gone = before.items.data.filter((item) => restarts || !stays(item, after));
	const come = after.items.data.filter((item) => !restarts && !stays(item, before));
	const credits = before.status === "trialing" ? [] : creditsFor(draft, change, gone);
	const debits = after.status === "trialing" ? [] : debitsFor(draft, change, come);
	return paired([...credits, ...debits]);
}

/** Credit and debit of one item side by side, credit first. */
function paired(prorations: readonly Proration[]): Proration[] {
	const ids = [...new Set(prorations.map(({ item }) => item.id))];
	return ids.flatMap((id) => prorations.filter(({ item }) => item.id === id));
}

function stays(item: SubscriptionItem, other: Subscription): boolean {
	if (isMetered(item)) return true;
	const twin = other.items.data.find(({ id }) => id === item.id);
	return (
		twin !== undefined &&
		twin.price.id === item.price.id &&
		twin.quantity === item.quantity &&
		twin.current_period_end === item.current_period_end
	);
}

function isMetered(item: SubscriptionItem): boolean {
	return item.price.recurring?.usage_type === "metered";
}

function creditsFor(
	draft: Draft,
	change: ProratedChange,
	items: readonly SubscriptionItem[],
): Proration[] {
	const { before, at } = change;
	const licensed = items.filter((item) => !isMetered(item) && item.current_period_end > at);
	if (before.billing_mode.type === "classic") return classicCredits(draft, change, licensed);
	return licensed.flatMap((item) => {
		const billed = findBilled(draft, item, { customer: before.customer, at });
		if (billed === undefined) return [];
		const { start, end } = billed.period;
		const from = Math.max(at, start);
		const amount = minus(shareOfTime(billed.amount, end - from, end - start));
		return [
			{
				kind: "credit" as const,
				item,
				amount,
				off: givenBack(shareOfDiscounts(billed.off, end - from, end - start)),
				quantity: billed.quantity,
				period: { start: from, end },
				pricing: repriced(billed.pricing, unitAmountOf(amount, billed.quantity)),
				credited: billed.reference,
			},
		];
	});
}

function classicCredits(
	draft: Draft,
	change: ProratedChange,
	items: readonly SubscriptionItem[],
): Proration[] {
	const prices = netPrices(draft, change.before, items);
	return items.map((item) => {
		const whole = remainderOf(item, change.before, { at: change.at, prices });
		const off = givenBack(whole.off);
		return { ...whole, kind: "credit", off, ...priced(item, minus(whole.amount)) };
	});
}

function debitsFor(
	draft: Draft,
	change: ProratedChange,
	items: readonly SubscriptionItem[],
): Proration[] {
	const { after, at } = change;
	const licensed = items.filter((item) => !isMetered(item) && item.current_period_end > at);
	const classic = after.billing_mode.type === "classic";
	const prices = netPrices(draft, after, classic ? licensed : after.items.data);
	return licensed.map((item) => {
		const remainder = remainderOf(item, after, { at, prices });
		return { ...remainder, kind: "debit", ...priced(item, remainder.amount) };
	});
}

/** What the item costs from `at` to the end of its period. */
function remainderOf(
	item: SubscriptionItem,
	{ billing_cycle_anchor: anchor }: Subscription,
	{ at, prices }: { at: number; prices: ReadonlyMap<string, NetPrice> },
) {
	const end = item.current_period_end;
	const whole = wholePeriodAt(at, anchor, cadenceOf(item.price));
	const { net, off } = prices.get(item.id) ?? { net: 0, off: [] };
	const length = whole.end - whole.start;
	return {
		item,
		amount: shareOfTime(net, end - at, length),
		off: shareOfDiscounts(off, end - at, length),
		quantity: item.quantity ?? 1,
		period: { start: at, end },
		credited: null,
	};
}

function priced(item: SubscriptionItem, amount: number) {
	return {
		amount,
		pricing: pricingOf(item.price, unitAmountOf(amount, item.quantity ?? 1)),
	};
}

function repriced(pricing: InvoiceItem["pricing"], unitAmount: string): InvoiceItem["pricing"] {
	return pricing === null ? null : { ...pricing, unit_amount_decimal: unitAmount };
}

/** Without a negative zero, which JSON would not show but a comparison would. */
function minus(amount: number): number {
	return amount === 0 ? 0 : -amount;
}
