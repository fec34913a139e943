// Use that is billed before its period ends, because there is much of it.

import type { Draft } from "../core/draft.ts";
import type { Customer, Invoice, Subscription, SubscriptionItem } from "../core/objects.ts";
import { schedule } from "../core/time/schedule-timer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { usageLines } from "../invoices/lines/usage-lines.ts";
import { prorate } from "../prorations/prorate.ts";
import { recordProrations } from "../prorations/record-prorations.ts";
import { restarted } from "../subscriptions/change/apply-change.ts";
import { reviseSubscription, schedulePeriod } from "../subscriptions/start/build-subscription.ts";

/** Has the customer's thresholds looked at when what was just used counts. */
export function watchThresholds(draft: Draft, customer: string, usedAt: number): void {
	const watched = [...draft.list("subscription", { group: `customer:${customer}` })].some(
		hasThreshold,
	);
	if (watched) schedule(draft, "check_thresholds", customer, Math.max(usedAt, draft.now) + 1);
}

function hasThreshold({ billing_thresholds, items }: Subscription): boolean {
	return billing_thresholds !== null || items.data.some((item) => item.billing_thresholds);
}

const running: ReadonlySet<string> = new Set(["active", "past_due"]);

/** Drafts an invoice for every running subscription of the customer whose use has reached a threshold. */
export function checkThresholds(draft: Draft, id: string): void {
	const customer = draft.get("customer", id);
	if (customer === undefined) return;
	for (const subscription of [...draft.list("subscription", { group: `customer:${id}` })]) {
		if (!running.has(subscription.status) || !hasThreshold(subscription)) continue;
		const reason = reasonToBill(draft, subscription);
		if (reason !== null) billNow(draft, { subscription, customer, reason });
	}
}

interface Reached {
	amount: boolean;
	items: SubscriptionItem[];
}

function reasonToBill(draft: Draft, subscription: Subscription): Reached | null {
	const place = { invoice: "", subscription };
	const usage = subscription.items.data.map((item) => {
		const lines = usageLines(draft, [item], place);
		return {
			item,
			amount: lines.reduce((sum, line) => sum + line.amount, 0),
			quantity: lines.reduce((sum, line) => sum + Number(line.quantity_decimal ?? 0), 0),
		};
	});
	const total = usage.reduce((sum, { amount }) => sum + amount, 0);
	const least = subscription.billing_thresholds?.amount_gte ?? null;
	const amount = least !== null && total >= least;
	const items = usage
		.filter(({ item, quantity }) => quantity >= (item.billing_thresholds?.usage_gte ?? Infinity))
		.map(({ item }) => item);
	return amount || items.length > 0 ? { amount, items } : null;
}

/** All use so far is billed; the period goes on, or starts anew where the subscription says so. */
function billNow(
	draft: Draft,
	{
		subscription: before,
		customer,
		reason,
	}: { subscription: Subscription; customer: Customer; reason: Reached },
): void {
	const resets = before.billing_thresholds?.reset_billing_cycle_anchor === true;
	const after = resets ? restarted(draft, before) : before;
	if (resets) {
		const change = { before, after, at: draft.now, restarts: true };
		recordProrations(draft, after, prorate(draft, change));
	}
	const invoice = createInvoice(draft, {
		subscription: after,
		customer,
		reason: "subscription_threshold",
		period: { start: before.items.data[0]?.current_period_start ?? draft.now, end: draft.now },
		autoAdvance: true,
		items: resets ? after.items.data : [],
		used: before.items.data,
	});
	const told = { ...invoice, threshold_reason: reasonOf(before, invoice, reason) };
	draft.put("invoice", told);
	schedule(draft, "finalize_invoice", invoice.id, draft.now + draft.settings.draftSeconds);
	const revised = reviseSubscription(draft, before, { ...after, latest_invoice: invoice.id });
	if (resets) schedulePeriod(draft, revised);
}

function reasonOf(
	{ billing_thresholds }: Subscription,
	{ lines }: Invoice,
	{ amount, items }: Reached,
): NonNullable<Invoice["threshold_reason"]> {
	const linesOf = (item: SubscriptionItem) =>
		lines.data
			.filter((line) => line.parent?.subscription_item_details?.subscription_item === item.id)
			.map(({ id }) => id);
	return {
		amount_gte: amount ? (billing_thresholds?.amount_gte ?? null) : null,
		item_reasons: items.map((item) => ({
			line_item_ids: linesOf(item),
			usage_gte: item.billing_thresholds?.usage_gte ?? 0,
		})),
	};
}
