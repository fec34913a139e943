// Changing a running subscription.

import {
	pendingIntervalParams,
	withPendingInterval,
} from "../../between-periods/pending-interval.ts";
import { thresholdParams, thresholdsAfter } from "../../between-periods/threshold-params.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import { kept } from "../../core/kept.ts";
import type { Subscription } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	type Param,
	required,
	text,
	timestamp,
	type Values,
} from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { collectionFields } from "../collection-fields.ts";
import { changeEnding, endingParams } from "../end/schedule-cancellation.ts";
import { pauseCollection, pausedCollection } from "../pause/pause-collection.ts";
import {
	type AddedItem,
	addedItemsParam,
	addInvoiceItems,
	findAdded,
} from "../start/add-invoice-items.ts";
import { trialSettings } from "../start/create-subscription.ts";
import { terminalStatuses } from "../status.ts";
import { adjustmentParams, adjustSubscription } from "./adjust-subscription.ts";
import { applyChange, type ChangeTerms, type Edit, restarted } from "./apply-change.ts";
import { changedItems, type ItemChange, itemChangeShape, startsAnew } from "./change-items.ts";
import { endTrialNow, moveTrialEnd } from "./change-trial.ts";
import { discardPendingUpdate, refuseUnpendable } from "./pending-update.ts";

export const trialEndParam: Param<"now" | number | undefined> = {
	read: (raw, path) => (raw === "now" ? "now" : timestamp().read(raw, path)),
};
export const prorationBehavior = oneOf("always_invoice", "create_prorations", "none");
export const paymentBehavior = oneOf(
	"allow_incomplete",
	"default_incomplete",
	"error_if_incomplete",
	"pending_if_incomplete",
);
export const subscriptionUpdateParams = {
	...adjustmentParams,
	...endingParams,
	...pendingIntervalParams,
	...thresholdParams,
	add_invoice_items: addedItemsParam,
	billing_cycle_anchor: hash({ type: required(oneOf("now", "unchanged")) }),
	collection_method: oneOf("charge_automatically", "send_invoice"),
	days_until_due: integer(0),
	default_payment_method: clearable(text()),
	description: clearable(text(500)),
	items: list(hash(itemChangeShape), 20),
	metadata: metadata(),
	off_session: boolean(),
	pause_collection: pauseCollection,
	payment_behavior: paymentBehavior,
	payment_settings: hash({ save_default_payment_method: oneOf("off", "on_subscription") }),
	proration_behavior: prorationBehavior,
	proration_date: timestamp(),
	trial_end: trialEndParam,
	trial_settings: trialSettings,
};
export type SubscriptionUpdate = Omit<Partial<Values<typeof subscriptionUpdateParams>>, "items"> & {
	items?: readonly ItemChange[] | undefined;
	/** What a schedule bills once along with the change. */
	promised?: readonly AddedItem[] | undefined;
};

/**
 * Changes what was sent. Emits customer.subscription.updated once, when something differs; before it what
 * prorations, their invoice and its payment bring. Errors: an ended subscription, an unfinished one.
 */
export function updateSubscription(
	draft: Draft,
	id: string,
	params: SubscriptionUpdate,
): Subscription {
	const found = getRecord(draft, "subscription", { id });
	if (terminalStatuses.has(found.status)) refuseEnded(params);
	if (params.payment_behavior === "pending_if_incomplete") refuseUnpendable(found, params);
	const before = params.items === undefined ? found : discardPendingUpdate(draft, found);
	const asked = withPendingInterval(draft, changedBy(draft, before, params), params);
	const changed = adjustSubscription(draft, asked, params);
	const added = { currency: changed.currency, param: "add_invoice_items" };
	const once = findAdded(draft, params.add_invoice_items, added);
	addInvoiceItems(draft, changed, [...once, ...(params.promised ?? [])]);
	return changeAsAsked(draft, { before, changed }, params);
}

/** Prorated, invoiced and charged as the request says. */
function changeAsAsked(draft: Draft, edit: Edit, params: SubscriptionUpdate): Subscription {
	const { before, changed } = edit;
	const terms = termsOf(draft, edit, params);
	if (params.trial_end === "now" && before.status === "trialing") {
		return endTrialNow(draft, edit, terms);
	}
	if (typeof params.trial_end === "number") {
		return moveTrialEnd(draft, edit, { end: params.trial_end, terms });
	}
	if (!terms.restarts) return changeEnding(draft, edit, { params, terms });
	return applyChange(draft, { before, changed: restarted(draft, changed) }, terms);
}

function termsOf(draft: Draft, { before, changed }: Edit, params: SubscriptionUpdate): ChangeTerms {
	const paused = before.status === "paused" || before.status === "incomplete";
	const restarts =
		params.billing_cycle_anchor?.type === "now" ||
		(params.billing_cycle_anchor === undefined && startsAnew(draft, { before, changed }));
	return {
		proration: paused ? "none" : (params.proration_behavior ?? "create_prorations"),
		at: prorationDate(draft, before, params.proration_date),
		payment: params.payment_behavior ?? "allow_incomplete",
		restarts: restarts && before.status !== "trialing" && !paused,
	};
}

function prorationDate(draft: Draft, before: Subscription, wanted: number | undefined): number {
	if (wanted === undefined) return draft.now;
	const start = Math.max(...before.items.data.map((item) => item.current_period_start));
	const end = Math.min(...before.items.data.map((item) => item.current_period_end));
	if (wanted >= start && wanted <= end) return wanted;
	throw invalidRequest(
		"Invalid proration_date: it must be within the current period of every subscription item.",
		{ param: "proration_date" },
	);
}

/** The subscription with the request's plain values; what follows from them comes later. */
function changedBy(draft: Draft, before: Subscription, params: SubscriptionUpdate): Subscription {
	if (params.default_payment_method) requireOwnMethod(draft, before, params.default_payment_method);
	if (params.items !== undefined && before.status === "incomplete") refuseIncomplete();
	const settings = before.payment_settings;
	const saves = params.payment_settings?.save_default_payment_method;
	return {
		...before,
		...collectionOf(before, params),
		billing_thresholds: thresholdsAfter(before.billing_thresholds, params),
		default_payment_method: kept(params.default_payment_method, before.default_payment_method),
		description: kept(params.description, before.description),
		items: { ...before.items, data: changedItems(draft, before, params.items ?? []) },
		metadata: mergeMetadata(before.metadata, params.metadata),
		pause_collection: pausedCollection(draft, before, params.pause_collection),
		payment_settings:
			saves === undefined || settings === null
				? settings
				: { ...settings, save_default_payment_method: saves },
		trial_settings:
			params.trial_settings === undefined
				? before.trial_settings
				: { end_behavior: { billing_cycle_anchor: "now", ...params.trial_settings.end_behavior } },
	};
}

function collectionOf(before: Subscription, params: SubscriptionUpdate) {
	const method = params.collection_method ?? before.collection_method;
	const days = params.days_until_due ?? before.days_until_due;
	return collectionFields(method, days);
}

/** Ended for good: only what describes it may still change. */
function refuseEnded(params: SubscriptionUpdate): void {
	const { metadata: _metadata, cancellation_details: _details, ...rest } = params;
	if (Object.values(rest).every((value) => value === undefined)) return;
	throw invalidRequest(
		"A canceled subscription can only update its cancellation_details and metadata.",
		{ code: "invalid_canceled_subscription_fields" },
	);
}

function refuseIncomplete(): never {
	throw invalidRequest(
		"The items of a subscription cannot change before its first invoice is paid.",
		{ param: "items" },
	);
}

function requireOwnMethod(draft: Draft, subscription: Subscription, id: string): void {
	const param = "default_payment_method";
	const method = getRecord(draft, "payment_method", { id, param });
	if (method.customer === subscription.customer) return;
	throw invalidRequest(
		`The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
		{ code: "resource_missing", param },
	);
}
