// Changing a running subscription.
import { planOf } from "../catalog/prices.ts";
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
import { cadenceOf, reviseSubscription } from "./build-subscription.ts";
import { endTrialNow, extendTrial } from "./change-trial.ts";
import { refuseInactive, trialSettings } from "./create-subscription.ts";
import { endingAfter, endingParams } from "./schedule-cancellation.ts";
import { terminalStatuses } from "./status.ts";

const trialEnd: Param<"now" | number | undefined> = {
	read: (raw, path) => (raw === "now" ? "now" : timestamp().read(raw, path)),
};
export const subscriptionUpdateParams = {
	...endingParams,
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
		...endingAfter(draft, before, params),
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
