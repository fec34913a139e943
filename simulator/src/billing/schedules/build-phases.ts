// The phases of a schedule, one after the other, from what was sent.
import { givenPrice } from "../catalog/given-price.ts";
import { quantityField } from "../catalog/item-quantity.ts";
import { refuseCurrency } from "../catalog/price-in.ts";
import type { Draft } from "../core/draft.ts";
import type { Price, Subscription, SubscriptionSchedule } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { addMonths } from "../core/time/calendar.ts";
import { findAdded } from "../subscriptions/start/add-invoice-items.ts";
import { cadenceOf } from "../subscriptions/start/build-subscription.ts";
import { toAddition } from "./phase-additions.ts";
import { shownDiscount } from "./phase-discounts.ts";
import type { PhaseSent } from "./schedule-params.ts";

export type Phase = SubscriptionSchedule["phases"][number];

const secondsOf = { day: 86_400, week: 604_800 };

/**
 * Each phase begins where the one before ended; the first at `start`. Without an end or a duration it lasts
 * one period of its first price. `known` are prices that may stay although they are archived. Errors:
 * unknown prices, phases that end before they begin.
 */
export function buildPhases(
	draft: Draft,
	sent: readonly PhaseSent[],
	{ start, known = [] }: { start: number; known?: readonly string[] },
): Phase[] {
	let at = start;
	return sent.map((one, index) => {
		const phase = buildPhase(draft, one, { start: at, known, param: `phases[${index}]` });
		at = phase.end_date;
		return phase;
	});
}

function buildPhase(
	draft: Draft,
	sent: PhaseSent,
	{ start, known, param }: { start: number; known: readonly string[]; param: string },
): Phase {
	const prices = sent.items.map((item, index) => {
		const kept = known.includes(item.price ?? "")
			? draft.get("price", item.price ?? "")
			: undefined;
		const found = kept ?? givenPrice(draft, item, `${param}[items][${index}]`);
		cadenceOf(found);
		return found;
	});
	const currency = sent.currency?.toLowerCase() ?? prices[0]?.currency ?? "usd";
	prices.forEach((price, index) => {
		refuseCurrency(draft, price, { currency, param: `${param}[items][${index}][price]` });
	});
	const added = { currency, param: `${param}[add_invoice_items]` };
	const end = endOf(draft, sent, { start, first: prices[0], param });
	return {
		...emptyPhase,
		add_invoice_items: findAdded(draft, sent.add_invoice_items, added).map(toAddition),
		billing_cycle_anchor: sent.billing_cycle_anchor ?? null,
		collection_method: sent.collection_method ?? null,
		currency,
		default_payment_method: sent.default_payment_method ?? null,
		description: sent.description ?? null,
		discounts: (sent.discounts ?? []).map(shownDiscount),
		end_date: end,
		items: sent.items.flatMap((item, index) => {
			const price = prices[index];
			return price === undefined ? [] : [itemOf(item, price)];
		}),
		metadata: mergeMetadata({}, sent.metadata),
		proration_behavior: sent.proration_behavior ?? "create_prorations",
		start_date: start,
		trial_end: trialEndOf(draft, sent, end),
	};
}

function itemOf(item: PhaseSent["items"][number], price: Price): Phase["items"][number] {
	return {
		...emptyItem,
		discounts: (item.discounts ?? []).map(shownDiscount),
		metadata: mergeMetadata({}, item.metadata),
		plan: price.id,
		price: price.id,
		...quantityField(price, item.quantity),
	};
}

function endOf(
	draft: Draft,
	sent: PhaseSent,
	{ start, first, param }: { start: number; first: Price | undefined; param: string },
): number {
	if (sent.end_date !== undefined && sent.duration !== undefined) {
		throw invalidRequest("You may only specify one of these parameters: end_date, duration.", {
			code: "parameters_exclusive",
			param: `${param}[end_date]`,
		});
	}
	if (first === undefined) {
		throw invalidRequest(`Missing required param: ${param}[items].`, {
			code: "parameter_missing",
			param: `${param}[items]`,
		});
	}
	const given = sent.end_date === "now" ? draft.now : sent.end_date;
	const { interval, count } = cadenceOf(first);
	const end =
		given ??
		durationAfter(start, {
			interval: sent.duration?.interval ?? interval,
			count: sent.duration === undefined ? count : (sent.duration.interval_count ?? 1),
		});
	if (end > start) return end;
	throw invalidRequest("A phase must end after it begins.", { param: `${param}[end_date]` });
}

function durationAfter(
	start: number,
	{ interval, count }: { interval: "day" | "week" | "month" | "year"; count: number },
): number {
	if (interval === "day" || interval === "week") return start + secondsOf[interval] * count;
	return addMonths(start, count * (interval === "year" ? 12 : 1));
}

function trialEndOf(draft: Draft, sent: PhaseSent, end: number): number | null {
	if (sent.trial === true) return end;
	return sent.trial_end === "now" ? draft.now : (sent.trial_end ?? null);
}

/** The one phase a running subscription is in: its current period, with what it has. */
export function phaseOf(subscription: Subscription): Phase {
	const { items } = subscription;
	return {
		...emptyPhase,
		currency: subscription.currency,
		discounts: subscription.discounts.map(keepDiscount),
		end_date: Math.min(...items.data.map((item) => item.current_period_end)),
		items: items.data.map((item) => ({
			...emptyItem,
			discounts: item.discounts.map(keepDiscount),
			metadata: item.metadata,
			plan: item.price.id,
			price: item.price.id,
			...(item.quantity === undefined ? {} : { quantity: item.quantity }),
		})),
		metadata: subscription.metadata,
		start_date: Math.max(...items.data.map((item) => item.current_period_start)),
		trial_end: subscription.status === "trialing" ? subscription.trial_end : null,
	};
}

function keepDiscount(discount: string): Phase["discounts"][number] {
	return { coupon: null, discount, promotion_code: null };
}

const emptyPhase = {
	add_invoice_items: [],
	application_fee_percent: null,
	automatic_tax: { disabled_reason: null, enabled: false, liability: null },
	billing_cycle_anchor: null,
	billing_thresholds: null,
	collection_method: null,
	default_payment_method: null,
	default_tax_rates: [],
	description: null,
	invoice_settings: null,
	on_behalf_of: null,
	proration_behavior: "create_prorations",
	transfer_data: null,
} satisfies Partial<Phase>;
const emptyItem = { billing_thresholds: null, tax_rates: [] };
