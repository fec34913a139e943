// A subscription made by the server itself, without Checkout.
import type { Customer, PaymentMethod, Price, Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { mergeMetadata, metadata } from "../core/metadata.ts";
import {
	boolean,
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	timestamp,
	type Values,
} from "../core/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule } from "../core/timers.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { createInvoice } from "../invoices/build-invoice.ts";
import { type Collection, collectInvoice } from "../invoices/collect-invoice.ts";
import { finalizeInvoice } from "../invoices/finalize-invoice.ts";
import { cardError, declines } from "../payments/declines.ts";
import {
	adjustItem,
	adjustmentParams,
	adjustSubscription,
	itemAdjustmentParams,
} from "./adjust-subscription.ts";
import {
	buildSubscription,
	cadenceOf,
	type PricedItem,
	saveSubscription,
	schedulePeriod,
} from "./build-subscription.ts";

const behaviors = ["allow_incomplete", "default_incomplete", "error_if_incomplete"] as const;
export const trialSettings = hash({
	end_behavior: required(
		hash({ missing_payment_method: required(oneOf("cancel", "create_invoice", "pause")) }),
	),
});
export const subscriptionCreateParams = {
	...adjustmentParams,
	customer: required(text()),
	billing_mode: hash({ type: required(oneOf("classic", "flexible")) }),
	collection_method: oneOf("charge_automatically"),
	currency: text(3),
	default_payment_method: text(),
	description: text(500),
	items: required(
		list(
			hash({
				...itemAdjustmentParams,
				price: required(text()),
				quantity: integer(0),
				metadata: metadata(),
			}),
			20,
		),
	),
	metadata: metadata(),
	off_session: boolean(),
	payment_behavior: oneOf(...behaviors),
	payment_settings: hash({ save_default_payment_method: oneOf("off", "on_subscription") }),
	proration_behavior: oneOf("always_invoice", "create_prorations", "none"),
	trial_end: timestamp(),
	trial_period_days: integer(0),
	trial_settings: trialSettings,
};
type Params = Values<typeof subscriptionCreateParams>;

/**
 * The subscription is active, trialing, or incomplete while its first invoice waits. Errors: unknown
 * customer or price, no way to pay (400), and with error_if_incomplete the card's own 402.
 */
export function createSubscription(draft: Draft, params: Params): Subscription {
	const customer = getCustomer(draft, params.customer, "customer");
	const items = params.items.map((item, index) => toItem(draft, item, `items[${index}][price]`));
	refuseMixedIntervals(items);
	const method = findPayer(draft, customer, params.default_payment_method);
	const trialEnd = trialEndOf(draft, params);
	const due = trialEnd === null && items.some(({ price }) => Number(price.unit_amount_decimal) > 0);
	if (due && method === undefined && params.payment_behavior !== "default_incomplete") {
		throw invalidRequest(
			"This customer has no attached payment source or default payment method. Please consider adding a default payment method.",
			{ code: "resource_missing" },
		);
	}
	const built = buildSubscription(draft, {
		customer: customer.id,
		items,
		trialEnd,
		status: trialEnd === null ? "incomplete" : "trialing",
		defaultPaymentMethod: params.default_payment_method ?? null,
		metadata: mergeMetadata({}, params.metadata),
		description: params.description ?? null,
		billingModeType: params.billing_mode?.type ?? "flexible",
		missingPaymentMethod:
			params.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
		savesDefaultPaymentMethod:
			params.payment_settings?.save_default_payment_method === "on_subscription",
	});
	const subscription = adjusted(draft, built, params);
	return start(draft, { subscription, customer, method, behavior: params.payment_behavior });
}

/** With its discounts and taxes, of the whole and of each item. */
function adjusted(draft: Draft, built: Subscription, params: Params): Subscription {
	const data = built.items.data.map((item, index) =>
		adjustItem(draft, item, {
			sent: params.items[index] ?? {},
			subscription: built,
			param: `items[${index}]`,
		}),
	);
	return adjustSubscription(draft, { ...built, items: { ...built.items, data } }, params);
}

function toItem(
	draft: Draft,
	item: { price: string; quantity: number | undefined; metadata: Params["metadata"] },
	param: string,
): PricedItem {
	const price = getRecord(draft, "price", { id: item.price, param });
	cadenceOf(price);
	refuseInactive(price, param);
	return { price, quantity: item.quantity ?? 1, metadata: mergeMetadata({}, item.metadata) };
}

export function refuseInactive(price: Price, param: string): void {
	if (price.active) return;
	throw invalidRequest("The price specified is inactive. This field only accepts active prices.", {
		param,
	});
}

function refuseMixedIntervals(items: readonly PricedItem[]): void {
	if (items.length === 0) {
		throw invalidRequest("Missing required param: items.", {
			code: "parameter_missing",
			param: "items",
		});
	}
	const cadences = new Set(items.map(({ price }) => JSON.stringify(cadenceOf(price))));
	const currencies = new Set(items.map(({ price }) => price.currency));
	if (cadences.size === 1 && currencies.size === 1) return;
	throw invalidRequest(
		"All prices on a subscription must have the same `recurring.interval`, `recurring.interval_count` and currency here.",
		{ param: "items" },
	);
}

function findPayer(
	draft: Draft,
	customer: Customer,
	wanted: string | undefined,
): PaymentMethod | undefined {
	const fallback = customer.invoice_settings.default_payment_method;
	if (wanted === undefined) return draft.get("payment_method", fallback ?? "");
	const param = "default_payment_method";
	const method = getRecord(draft, "payment_method", { id: wanted, param });
	if (method.customer === customer.id) return method;
	throw invalidRequest(
		`The customer does not have a payment method with the ID ${wanted}. The payment method must be attached to the customer.`,
		{ code: "resource_missing", param },
	);
}

function trialEndOf(draft: Draft, params: Params): number | null {
	if (params.trial_end !== undefined) {
		if (params.trial_period_days !== undefined) {
			throw invalidRequest(
				"You may only specify one of these parameters: trial_end, trial_period_days.",
				{ code: "parameters_exclusive", param: "trial_end" },
			);
		}
		if (params.trial_end <= draft.now) {
			throw invalidRequest("Timestamp must be in the future.", { param: "trial_end" });
		}
		return params.trial_end;
	}
	const days = params.trial_period_days ?? 0;
	return days === 0 ? null : draft.now + days * 86_400;
}

interface Start {
	subscription: Subscription;
	customer: Customer;
	method: PaymentMethod | undefined;
	behavior: Params["payment_behavior"];
}

/** The first invoice is finalized at once, and paid at once unless the caller asked to wait. */
function start(draft: Draft, { subscription, customer, method, behavior }: Start): Subscription {
	const invoice = finalizeInvoice(
		draft,
		createInvoice(draft, {
			subscription,
			customer,
			reason: "subscription_create",
			period: { start: draft.now, end: draft.now },
			autoAdvance: false,
		}),
		{ announced: false },
	);
	const waits = behavior === "default_incomplete" && invoice.amount_due > 0;
	const outcome = waits
		? null
		: collectInvoice(draft, invoice, { announced: false, retried: false, method });
	if (behavior === "error_if_incomplete" && outcome !== null) refuseUnpaid(outcome);
	const status = startStatus(subscription, outcome);
	const started = saveSubscription(draft, {
		...subscription,
		status,
		latest_invoice: invoice.id,
	});
	draft.emit("customer.subscription.created", started);
	if (status === "incomplete") {
		const expiresAt = draft.now + draft.settings.incompleteSeconds;
		schedule(draft, "expire_incomplete", started.id, expiresAt);
	} else schedulePeriod(draft, started);
	return started;
}

function startStatus(subscription: Subscription, outcome: Collection | null): string {
	if (subscription.status === "trialing") return "trialing";
	return outcome?.kind === "paid" || outcome?.kind === "nothing_due" ? "active" : "incomplete";
}

function refuseUnpaid(outcome: Collection): void {
	if (outcome.kind === "declined") throw cardError(outcome.decline);
	if (outcome.kind === "requires_action") {
		throw cardError(declines.authentication_required, {
			code: "subscription_payment_intent_requires_action",
		});
	}
}
