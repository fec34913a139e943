// A new subscription in all its fields.
import { quantityField } from "../../catalog/item-quantity.ts";
import { planOf } from "../../catalog/plan-of.ts";
import type { Draft } from "../../core/draft.ts";
import type { Price, Subscription, SubscriptionItem } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import type { Interval } from "../../core/time/calendar.ts";
import { periodEndAfter } from "../../core/time/calendar.ts";
import { schedule, unschedule } from "../../core/time/schedule-timer.ts";
import { withoutEndedDiscounts } from "../../discounts/spend-discounts.ts";
import { emptySubscription } from "./empty-subscription.ts";

export interface PricedItem {
	price: Price;
	quantity: number;
	metadata?: Record<string, string>;
}

export interface NewSubscription {
	customer: string;
	/** One that every price of its items has. */
	currency: string;
	items: readonly PricedItem[];
	/** Unix seconds, or null for no trial. */
	trialEnd: number | null;
	status: string;
	defaultPaymentMethod: string | null;
	metadata: Record<string, string>;
	description: string | null;
	billingModeType: "classic" | "flexible";
	/** Of the flexible mode; included unless given. */
	prorationDiscounts?: "included" | "itemized" | undefined;
	missingPaymentMethod: "cancel" | "create_invoice" | "pause";
	savesDefaultPaymentMethod: boolean;
}

/** Puts the subscription without announcing it; `latest_invoice` is null until there is one. */
export function buildSubscription(draft: Draft, wanted: NewSubscription): Subscription {
	const id = draft.newId("sub");
	const anchor = wanted.trialEnd ?? draft.now;
	const items = buildItems(draft, { subscription: id, anchor, wanted });
	return saveSubscription(draft, {
		id,
		...emptySubscription,
		billing_cycle_anchor: anchor,
		billing_mode: {
			type: wanted.billingModeType,
			flexible:
				wanted.billingModeType === "flexible"
					? { proration_discounts: wanted.prorationDiscounts ?? "included" }
					: null,
			updated_at: draft.now,
		},
		created: draft.now,
		currency: wanted.currency,
		customer: wanted.customer,
		default_payment_method: wanted.defaultPaymentMethod,
		description: wanted.description,
		items: {
			object: "list",
			data: items,
			has_more: false,
			url: `/v1/subscription_items?subscription=${id}`,
		},
		metadata: wanted.metadata,
		payment_settings: {
			payment_method_options: null,
			payment_method_types: null,
			save_default_payment_method: wanted.savesDefaultPaymentMethod ? "on_subscription" : "off",
		},
		start_date: draft.now,
		status: wanted.status,
		test_clock: draft.clock,
		trial_end: wanted.trialEnd,
		trial_settings: {
			end_behavior: {
				billing_cycle_anchor: "now",
				missing_payment_method: wanted.missingPaymentMethod,
			},
		},
		trial_start: wanted.trialEnd === null ? null : draft.now,
	});
}

function buildItems(
	draft: Draft,
	{
		subscription,
		anchor,
		wanted,
	}: { subscription: string; anchor: number; wanted: NewSubscription },
): SubscriptionItem[] {
	return wanted.items.map((item) =>
		buildItem(draft, item, {
			subscription,
			start: draft.now,
			end: wanted.trialEnd ?? periodEndAfter(draft.now, anchor, cadenceOf(item.price)),
		}),
	);
}

/** One item of a subscription, billed for the period given. */
export function buildItem(
	draft: Draft,
	{ price, quantity, metadata }: PricedItem,
	period: { subscription: string; start: number; end: number },
): SubscriptionItem {
	return {
		id: draft.newId("si", 14),
		object: "subscription_item",
		billing_thresholds: null,
		created: draft.now,
		current_period_end: period.end,
		current_period_start: period.start,
		current_trial: null,
		discounts: [],
		metadata: metadata ?? {},
		plan: planOf(price),
		price,
		...quantityField(price, quantity),
		subscription: period.subscription,
		tax_rates: [],
	};
}

/** How often a price recurs. Error: a one-time price cannot be subscribed to. */
export function cadenceOf(price: Price): { interval: Interval; count: number } {
	const recurring = price.recurring;
	if (recurring === null) {
		throw invalidRequest(
			`The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
			{ param: "items[0][price]" },
		);
	}
	const interval = intervals.find((word) => word === recurring.interval) ?? "month";
	return { interval, count: recurring.interval_count };
}

const intervals = ["day", "week", "month", "year"] as const;

/** Stores the subscription without discounts that are over; its items stay findable by their ids. */
export function saveSubscription(draft: Draft, subscription: Subscription): Subscription {
	const kept = new Set(subscription.items.data.map(({ id }) => id));
	for (const item of draft.get("subscription", subscription.id)?.items.data ?? []) {
		if (!kept.has(item.id)) draft.remove("subscription_item", item.id);
	}
	for (const id of kept) {
		if (draft.get("subscription_item", id) !== undefined) continue;
		draft.put("subscription_item", { id, subscription: subscription.id });
	}
	return draft.put("subscription", withoutEndedDiscounts(draft, subscription));
}

/** The end of the period all items share; unix seconds. */
export function periodEndOf(subscription: Subscription): number {
	return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}

/** Lets the period's end, and the notice before a trial's end, come when they are due. */
export function schedulePeriod(draft: Draft, subscription: Subscription): void {
	const end = periodEndOf(subscription);
	schedule(draft, "period_end", subscription.id, end);
	scheduleUpcoming(draft, subscription.id, end);
	if (subscription.status === "trialing" && subscription.trial_end !== null) {
		const noticeAt = subscription.trial_end - draft.settings.trialNoticeSeconds;
		if (noticeAt > draft.now) schedule(draft, "trial_will_end", subscription.id, noticeAt);
		else draft.emit("customer.subscription.trial_will_end", subscription);
	}
}

function scheduleUpcoming(draft: Draft, subscription: string, end: number): void {
	const notice = draft.settings.upcomingNoticeSeconds;
	const noticeAt = end - notice;
	if (notice > 0 && noticeAt > draft.now) {
		schedule(draft, "invoice_upcoming", subscription, noticeAt);
	} else unschedule(draft, "invoice_upcoming", subscription);
}

/** Nothing more will happen to the subscription by itself. */
export function stopTimers(draft: Draft, subscription: string): void {
	stopPeriod(draft, subscription);
	unschedule(draft, "cancel_subscription", subscription);
	unschedule(draft, "bill_pending_items", subscription);
	unschedule(draft, "expire_incomplete", subscription);
}

/** No further period comes by itself; an end that was asked for still does. */
export function stopPeriod(draft: Draft, subscription: string): void {
	unschedule(draft, "period_end", subscription);
	unschedule(draft, "invoice_upcoming", subscription);
	unschedule(draft, "trial_will_end", subscription);
}

/** Stores the new values and announces them. Emits customer.subscription.updated when they differ. */
export function reviseSubscription(
	draft: Draft,
	before: Subscription,
	values: Partial<Subscription>,
): Subscription {
	const after = saveSubscription(draft, { ...before, ...values });
	if (JSON.stringify(before) !== JSON.stringify(after)) {
		draft.emit("customer.subscription.updated", after, before);
	}
	return after;
}
