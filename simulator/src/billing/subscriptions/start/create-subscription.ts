// A subscription made by the server itself, without Checkout.

import {
	pendingIntervalParams,
	withPendingInterval,
} from "../../between-periods/pending-interval.ts";
import { thresholdParams, thresholdsAfter } from "../../between-periods/threshold-params.ts";
import { givenPrice, recurringPriceShape } from "../../catalog/given-price.ts";
import { refuseQuantity } from "../../catalog/item-quantity.ts";
import { refuseCurrency } from "../../catalog/price-in.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Customer, PaymentMethod, Subscription } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
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
} from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { expectedCurrency } from "../../customers/claim-currency.ts";
import { defaultMethodOf } from "../../customers/default-method.ts";
import { getCustomer } from "../../customers/revise-customer.ts";
import { billPast } from "../../first-period/backdate.ts";
import {
	firstPeriodParams,
	isFirstPeriodFree,
	withFirstPeriod,
} from "../../first-period/first-period.ts";
import { hasTaxLocation, unknownLocation } from "../../taxes/tax-location.ts";
import { refuseFurtherSubscription } from "../../test-clocks/join-test-clock.ts";
import {
	adjustItem,
	adjustmentParams,
	adjustSubscription,
	itemAdjustmentParams,
} from "../change/adjust-subscription.ts";
import { collectionFields } from "../collection-fields.ts";
import { addedItemsParam, addInvoiceItems, findAdded } from "./add-invoice-items.ts";
import { buildSubscription, cadenceOf, type PricedItem } from "./build-subscription.ts";
import { startSubscription } from "./start-subscription.ts";

const behaviors = ["allow_incomplete", "default_incomplete", "error_if_incomplete"] as const;
export const trialSettings = hash({
	end_behavior: required(
		hash({ missing_payment_method: required(oneOf("cancel", "create_invoice", "pause")) }),
	),
});
export const billingModeParam = hash({
	flexible: hash({ proration_discounts: oneOf("included", "itemized") }),
	type: required(oneOf("classic", "flexible")),
});
export const subscriptionCreateParams = {
	...adjustmentParams,
	...firstPeriodParams,
	...pendingIntervalParams,
	...thresholdParams,
	customer: required(text()),
	billing_mode: billingModeParam,
	add_invoice_items: addedItemsParam,
	collection_method: oneOf("charge_automatically", "send_invoice"),
	currency: text(3),
	days_until_due: integer(0),
	default_payment_method: text(),
	description: text(500),
	items: required(
		list(
			hash({
				...itemAdjustmentParams,
				...recurringPriceShape,
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
	refuseFurtherSubscription(draft, customer);
	if (params.automatic_tax?.enabled && !hasTaxLocation(draft, customer)) throw unknownLocation();
	const items = params.items.map((item, index) => toItem(draft, item, `items[${index}]`));
	refuseMixture(items, params.billing_mode?.type);
	const currency = currencyFor(draft, items, expectedCurrency(customer, params.currency));
	const method = findPayer(draft, customer, params.default_payment_method);
	const trialEnd = trialEndOf(draft, params);
	const collection = collectionFields(
		params.collection_method ?? "charge_automatically",
		params.days_until_due ?? null,
	);
	const built = buildSubscription(draft, {
		customer: customer.id,
		currency,
		items,
		trialEnd,
		status: trialEnd === null ? "incomplete" : "trialing",
		defaultPaymentMethod: params.default_payment_method ?? null,
		metadata: mergeMetadata({}, params.metadata),
		description: params.description ?? null,
		prorationDiscounts: params.billing_mode?.flexible?.proration_discounts,
		billingModeType: params.billing_mode?.type ?? "flexible",
		missingPaymentMethod:
			params.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
		savesDefaultPaymentMethod:
			params.payment_settings?.save_default_payment_method === "on_subscription",
	});
	const subscription = withFirstPeriod(
		draft,
		withPendingInterval(
			draft,
			{
				...adjusted(draft, built, params),
				...collection,
				billing_thresholds: thresholdsAfter(null, params),
			},
			params,
		),
		params,
	);
	if (params.proration_behavior !== "none" && trialEnd === null) billPast(draft, subscription);
	const added = { currency, param: "add_invoice_items" };
	addInvoiceItems(draft, subscription, findAdded(draft, params.add_invoice_items, added));
	return startSubscription(draft, {
		subscription,
		customer,
		method,
		behavior: params.payment_behavior,
		free: isFirstPeriodFree(params) || isWholePast(subscription),
	});
}

/** In classic mode what was backdated up to a later anchor is billed as one, the running period with it. */
function isWholePast(subscription: Subscription): boolean {
	const { billing_cycle_anchor: anchor, billing_mode, created, start_date } = subscription;
	return billing_mode.type === "classic" && start_date < created && anchor > created;
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

function toItem(draft: Draft, item: Params["items"][number], param: string): PricedItem {
	const price = givenPrice(draft, item, param);
	cadenceOf(price);
	refuseQuantity(price, item.quantity, `${param}[quantity]`);
	return { price, quantity: item.quantity ?? 1, metadata: mergeMetadata({}, item.metadata) };
}

/** At least one item; one interval, unless the billing mode is flexible. */
function refuseMixture(items: readonly PricedItem[], mode: string | undefined): void {
	if (items.length === 0) {
		throw invalidRequest("Missing required param: items.", {
			code: "parameter_missing",
			param: "items",
		});
	}
	const cadences = new Set(items.map(({ price }) => JSON.stringify(cadenceOf(price))));
	if (cadences.size === 1 || mode !== "classic") return;
	throw invalidRequest(
		"In classic billing mode all prices on a subscription must have the same interval.",
		{ param: "items" },
	);
}

/** The expected currency, else that of the first price. Error: a price that lacks it. */
function currencyFor(
	draft: Draft,
	items: readonly PricedItem[],
	expected: string | undefined,
): string {
	const currency = expected ?? items[0]?.price.currency ?? "usd";
	items.forEach(({ price }, index) => {
		refuseCurrency(draft, price, { currency, param: `items[${index}][price]` });
	});
	return currency;
}

function findPayer(
	draft: Draft,
	customer: Customer,
	wanted: string | undefined,
): PaymentMethod | undefined {
	if (wanted === undefined) return draft.get("payment_method", defaultMethodOf(customer) ?? "");
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
