// What a phase makes of the subscription when it begins.

import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionSchedule } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { schedule as setTimer } from "../core/time/schedule-timer.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { adjustItem, adjustSubscription } from "../subscriptions/change/adjust-subscription.ts";
import type { ItemChange } from "../subscriptions/change/change-items.ts";
import {
	type SubscriptionUpdate,
	updateSubscription,
} from "../subscriptions/change/update-subscription.ts";
import { addInvoiceItems } from "../subscriptions/start/add-invoice-items.ts";
import {
	buildSubscription,
	cadenceOf,
	periodEndOf,
	saveSubscription,
	schedulePeriod,
} from "../subscriptions/start/build-subscription.ts";
import { startsUnbilled } from "../subscriptions/start/start-subscription.ts";
import type { Phase } from "./build-phases.ts";
import { additionsOf } from "./phase-additions.ts";
import { sentDiscounts } from "./phase-discounts.ts";

/**
 * The schedule's own subscription begins with its first phase. Documented: it is active at once and its
 * first invoice a draft for an hour. Emits invoice.created, customer.subscription.created.
 */
export function beginSubscription(
	draft: Draft,
	schedule: SubscriptionSchedule,
	phase: Phase,
): Subscription {
	const customer = getCustomer(draft, schedule.customer);
	const trialEnd = phase.trial_end !== null && phase.trial_end > draft.now ? phase.trial_end : null;
	const built = buildSubscription(draft, {
		customer: customer.id,
		currency: phase.currency,
		items: phase.items.flatMap(({ price, quantity }) => {
			const found = draft.get("price", price);
			return found === undefined ? [] : [{ price: found, quantity: quantity ?? 1 }];
		}),
		trialEnd,
		status: trialEnd === null ? "active" : "trialing",
		defaultPaymentMethod: methodOf(schedule, phase),
		metadata: mergeMetadata(phase.metadata, undefined),
		description: phase.description ?? schedule.default_settings.description,
		billingModeType: schedule.billing_mode.type === "classic" ? "classic" : "flexible",
		missingPaymentMethod: "create_invoice",
		savesDefaultPaymentMethod: false,
	});
	const subscription = { ...adjusted(draft, built, phase), schedule: schedule.id };
	const additions = additionsOf(draft, phase);
	addInvoiceItems(draft, subscription, additions);
	if (startsUnbilled(subscription) && additions.length === 0) return announced(draft, subscription);
	const invoice = createInvoice(draft, {
		subscription,
		customer,
		reason: "subscription_create",
		period: { start: draft.now, end: draft.now },
		autoAdvance: true,
	});
	const finalizeAt = draft.now + draft.settings.draftSeconds;
	setTimer(draft, "finalize_invoice", invoice.id, finalizeAt);
	return announced(draft, { ...subscription, latest_invoice: invoice.id });
}

function announced(draft: Draft, subscription: Subscription): Subscription {
	const begun = saveSubscription(draft, subscription);
	draft.emit("customer.subscription.created", begun);
	schedulePeriod(draft, begun);
	return begun;
}

/** With the discounts of the phase, of the whole and of each item. */
function adjusted(draft: Draft, built: Subscription, phase: Phase): Subscription {
	const data = built.items.data.map((item, index) => {
		const sent = { discounts: sentDiscounts(phase.items[index]?.discounts ?? []) };
		return adjustItem(draft, item, { sent, subscription: built, param: `items[${index}]` });
	});
	const discounts = sentDiscounts(phase.discounts);
	return adjustSubscription(draft, { ...built, items: { ...built.items, data } }, { discounts });
}

function methodOf({ default_settings }: SubscriptionSchedule, phase: Phase): string | null {
	return phase.default_payment_method ?? default_settings.default_payment_method;
}

/**
 * The running subscription becomes what the phase says. At the end of a period nothing is prorated; a price
 * with another interval then begins a period of its own at once. Emits what an update does.
 */
export function enterPhase(
	draft: Draft,
	{
		schedule,
		subscription,
		phase,
	}: {
		schedule: SubscriptionSchedule;
		subscription: Subscription;
		phase: Phase;
	},
): Subscription {
	const atPeriodEnd = periodEndOf(subscription) <= draft.now;
	const anew =
		phase.billing_cycle_anchor === "phase_start" || changesCadence(draft, subscription, phase);
	const method = methodOf(schedule, phase);
	const update: SubscriptionUpdate = {
		items: itemChanges(draft, subscription, phase),
		promised: additionsOf(draft, phase),
		proration_behavior: atPeriodEnd ? "none" : behaviorOf(phase),
		...(phase.discounts.length === 0 && subscription.discounts.length === 0
			? {}
			: { discounts: sentDiscounts(phase.discounts) }),
		...(phase.description === null ? {} : { description: phase.description }),
		...(method === null ? {} : { default_payment_method: method }),
		...(anew ? { billing_cycle_anchor: { type: "now" } } : {}),
		...(phase.trial_end !== null && phase.trial_end > draft.now
			? { trial_end: phase.trial_end }
			: {}),
		metadata: new Map(Object.entries(phase.metadata ?? {})),
	};
	return updateSubscription(draft, subscription.id, update);
}

/** The items of the phase in the places of the subscription's; what is left over goes. */
function itemChanges(draft: Draft, { items }: Subscription, phase: Phase): ItemChange[] {
	const unused = [...items.data];
	const take = (fits: (item: (typeof unused)[number]) => boolean) => {
		const place = unused.findIndex(fits);
		return place === -1 ? undefined : unused.splice(place, 1)[0];
	};
	const same = phase.items.map(({ price }) => take((item) => item.price.id === price));
	const changes = phase.items.map((wanted, index) => {
		const item = same[index] ?? take(() => true);
		return {
			...(item === undefined ? {} : { id: item.id }),
			price: wanted.price,
			promised: draft.get("price", wanted.price),
			quantity: wanted.quantity,
			...(wanted.discounts.length === 0 ? {} : { discounts: sentDiscounts(wanted.discounts) }),
		};
	});
	return [...changes, ...unused.map(({ id }) => ({ id, deleted: true }))];
}

function changesCadence(draft: Draft, { items }: Subscription, phase: Phase): boolean {
	const was = new Set(items.data.map(({ price }) => JSON.stringify(cadenceOf(price))));
	return phase.items.some(({ price }) => {
		const found = draft.get("price", price);
		return found !== undefined && !was.has(JSON.stringify(cadenceOf(found)));
	});
}

const behaviors = ["always_invoice", "create_prorations", "none"] as const;

function behaviorOf({ proration_behavior: word }: Phase) {
	return behaviors.find((one) => one === word) ?? "create_prorations";
}
