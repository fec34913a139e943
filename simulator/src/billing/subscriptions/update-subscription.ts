// Changing a running subscription.
import { planOf } from "../catalog/prices.ts";
import { periodEndAfter } from "../core/calendar.ts";
import type { Subscription, SubscriptionItem } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import { mergeMetadata, metadata } from "../core/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	type Param,
	text,
	timestamp,
	type Values,
} from "../core/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule, unschedule } from "../core/timers.ts";
import { getCustomer } from "../customers/customers.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { collectInvoice, findMethod, followOutcome } from "../invoices/collect-invoice.ts";
import { finalizeInvoice } from "../invoices/finalize-invoice.ts";
import {
	cadenceOf,
	periodEndOf,
	reviseSubscription,
	schedulePeriod,
} from "./build-subscription.ts";
import { cancellationDetails } from "./cancel-subscription.ts";
import { refuseInactive, trialSettings } from "./create-subscription.ts";
import { terminalStatuses } from "./status.ts";

const trialEnd: Param<"now" | number | undefined> = {
	read: (raw, path) => (raw === "now" ? "now" : timestamp().read(raw, path)),
};
export const subscriptionUpdateParams = {
	cancel_at: clearable(timestamp()),
	cancel_at_period_end: boolean(),
	cancellation_details: cancellationDetails,
	default_payment_method: clearable(text()),
	description: clearable(text(500)),
	items: list(hash({ id: text(), price: text(), quantity: integer(0), metadata: metadata() }), 20),
	metadata: metadata(),
	off_session: boolean(),
	payment_behavior: oneOf("allow_incomplete", "error_if_incomplete"),
	proration_behavior: oneOf("always_invoice", "create_prorations", "none"),
	trial_end: trialEnd,
	trial_settings: trialSettings,
};
type Params = Values<typeof subscriptionUpdateParams>;

/** Changes what was sent. Emits customer.subscription.updated once, when something differs. */
export function updateSubscription(draft: Draft, id: string, params: Params): Subscription {
	const before = getRecord(draft, "subscription", { id });
	if (terminalStatuses.has(before.status)) refuseEnded(params);
	if (params.default_payment_method) requireOwnMethod(draft, before, params.default_payment_method);
	const changed: Subscription = {
		...before,
		...cancellation(draft, before, params),
		default_payment_method: kept(params.default_payment_method, before.default_payment_method),
		description: kept(params.description, before.description),
		items: { ...before.items, data: changedItems(draft, before, params) },
		metadata: mergeMetadata(before.metadata, params.metadata),
		trial_settings:
			params.trial_settings === undefined
				? before.trial_settings
				: {
						end_behavior: {
							billing_cycle_anchor: "now",
							...params.trial_settings.end_behavior,
						},
					},
	};
	if (params.trial_end === "now" && before.status === "trialing") {
		return endTrialNow(draft, { before, changed });
	}
	if (typeof params.trial_end === "number") {
		return extendTrial(draft, { before, changed }, params.trial_end);
	}
	return reviseSubscription(draft, before, changed);
}

/** Ended for good: only what describes it may still change. */
function refuseEnded(params: Params): void {
	const { metadata: _metadata, cancellation_details: _details, ...rest } = params;
	if (Object.values(rest).every((value) => value === undefined)) return;
	throw invalidRequest(
		"A canceled subscription can only update its cancellation_details and metadata.",
		{ code: "invalid_canceled_subscription_fields" },
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

type Ending = Pick<
	Subscription,
	"cancel_at" | "cancel_at_period_end" | "canceled_at" | "cancellation_details"
>;

/** The fields of a scheduled end, and the timer that brings it. Recorded values. */
function cancellation(draft: Draft, before: Subscription, params: Params): Ending {
	if (params.cancel_at_period_end === true && params.cancel_at !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: cancel_at, cancel_at_period_end.",
			{ code: "parameters_exclusive", param: "cancel_at" },
		);
	}
	const details = params.cancellation_details;
	const current = before.cancellation_details ?? noDetails;
	const described = {
		...current,
		comment: kept(details?.comment, current.comment),
		feedback: kept(details?.feedback, current.feedback),
	};
	const wanted =
		params.cancel_at_period_end === true ? periodEndOf(before) : (params.cancel_at ?? null);
	if (wanted !== null) {
		return scheduleEnd(draft, before, {
			at: wanted,
			atPeriodEnd: params.cancel_at_period_end === true,
			details: described,
		});
	}
	if (params.cancel_at_period_end === undefined && params.cancel_at === undefined) {
		return { ...pickEnding(before), cancellation_details: described };
	}
	unschedule(draft, "cancel_subscription", before.id);
	return {
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		cancellation_details: { ...described, reason: null },
	};
}

const noDetails = { comment: null, feedback: null, feedback_option: null, reason: null };

/** Sets the end at an instant. The request's time stays when it is repeated. */
export function scheduleEnd(
	draft: Draft,
	before: Subscription,
	{
		at,
		atPeriodEnd,
		details,
	}: { at: number; atPeriodEnd: boolean; details: Subscription["cancellation_details"] },
): Ending {
	if (at <= draft.now) {
		throw invalidRequest("The `cancel_at` timestamp must be in the future.", {
			param: "cancel_at",
		});
	}
	schedule(draft, "cancel_subscription", before.id, at);
	return {
		cancel_at: at,
		cancel_at_period_end: atPeriodEnd,
		canceled_at: before.canceled_at ?? draft.now,
		cancellation_details: { ...(details ?? noDetails), reason: "cancellation_requested" },
	};
}

function pickEnding(subscription: Subscription): Ending {
	const { cancel_at, cancel_at_period_end, canceled_at, cancellation_details } = subscription;
	return { cancel_at, cancel_at_period_end, canceled_at, cancellation_details };
}

function changedItems(draft: Draft, before: Subscription, params: Params): SubscriptionItem[] {
	const changes = params.items ?? [];
	if (changes.length === 0) return before.items.data;
	const moves = changes.some(
		(change) => change.price !== undefined || change.quantity !== undefined,
	);
	if (moves && params.proration_behavior !== "none" && before.status !== "trialing") {
		throw invalidRequest(
			"This simulator does not prorate yet; pass proration_behavior=none to change prices or quantities.",
			{ param: "proration_behavior" },
		);
	}
	const items = new Map(before.items.data.map((item) => [item.id, item]));
	changes.forEach((change, index) => {
		const item = items.get(change.id ?? "");
		if (item === undefined) {
			throw invalidRequest(`No such subscription item: '${change.id ?? ""}'`, {
				code: "resource_missing",
				param: `items[${index}][id]`,
			});
		}
		items.set(item.id, changeItem(draft, item, { change, param: `items[${index}][price]` }));
	});
	return [...items.values()];
}

type ItemChange = NonNullable<Params["items"]>[number];

function changeItem(
	draft: Draft,
	item: SubscriptionItem,
	{ change, param }: { change: ItemChange; param: string },
): SubscriptionItem {
	const merged = {
		...item,
		quantity: change.quantity ?? item.quantity ?? 1,
		metadata: mergeMetadata(item.metadata, change.metadata),
	};
	if (change.price === undefined) return merged;
	const price = getRecord(draft, "price", { id: change.price, param });
	refuseInactive(price, param);
	const [was, will] = [cadenceOf(item.price), cadenceOf(price)];
	if (was.interval !== will.interval || was.count !== will.count) {
		throw invalidRequest(
			"This simulator does not change the billing interval of a running subscription yet.",
			{ param },
		);
	}
	return { ...merged, price, plan: planOf(price) };
}

interface Edit {
	before: Subscription;
	changed: Subscription;
}

/** A new period starts now and is invoiced and charged within the request. */
function endTrialNow(draft: Draft, { before, changed }: Edit): Subscription {
	draft.emit("customer.subscription.trial_will_end", before);
	unschedule(draft, "trial_will_end", before.id);
	const items = changed.items.data.map((item) => ({
		...item,
		current_period_start: draft.now,
		current_period_end: periodEndAfter(draft.now, draft.now, cadenceOf(item.price)),
	}));
	const active: Subscription = {
		...changed,
		status: "active",
		trial_end: draft.now,
		billing_cycle_anchor: draft.now,
		items: { ...changed.items, data: items },
	};
	const opened = createInvoice(draft, {
		subscription: active,
		customer: getCustomer(draft, before.customer),
		reason: "subscription_update",
		period: { start: before.trial_start ?? draft.now, end: draft.now },
		autoAdvance: false,
	});
	const invoice = finalizeInvoice(draft, opened, { announced: false });
	const method = findMethod(draft, active, invoice);
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	const after = reviseSubscription(draft, before, { ...active, latest_invoice: invoice.id });
	schedulePeriod(draft, after);
	return followOutcome(draft, { subscription: after, invoice }, outcome);
}

function extendTrial(draft: Draft, { before, changed }: Edit, end: number): Subscription {
	if (before.status !== "trialing" || end <= draft.now) {
		throw invalidRequest(
			"This simulator moves the end of a running trial only, and only into the future.",
			{ param: "trial_end" },
		);
	}
	const data = changed.items.data.map((item) => ({ ...item, current_period_end: end }));
	const after = reviseSubscription(draft, before, {
		...changed,
		trial_end: end,
		billing_cycle_anchor: end,
		items: { ...changed.items, data },
	});
	unschedule(draft, "trial_will_end", before.id);
	schedulePeriod(draft, after);
	return after;
}
