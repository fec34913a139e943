// What a portal configuration allows, as parameters and as it is kept.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { PortalConfiguration } from "../core/objects.ts";
import {
	boolean,
	clearable,
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";

const cancellationReasons = [
	"customer_service",
	"low_quality",
	"missing_features",
	"other",
	"switched_service",
	"too_complex",
	"too_expensive",
	"unused",
] as const;
const prorations = ["always_invoice", "create_prorations", "none"] as const;
const conditions = ["decreasing_item_amount", "shortening_interval"] as const;
const intervals = ["day", "week", "month", "year"] as const;

const product = hash({
	adjustable_quantity: hash({
		enabled: required(boolean()),
		maximum: integer(0),
		minimum: integer(0),
	}),
	prices: required(list(text())),
	product: required(text()),
});

export const featureParams = {
	customer_update: hash({
		allowed_updates: list(oneOf("address", "email", "name", "phone", "shipping", "tax_id")),
		enabled: boolean(),
	}),
	invoice_history: hash({ enabled: required(boolean()) }),
	payment_method_update: hash({
		enabled: required(boolean()),
		payment_method_configuration: clearable(text()),
	}),
	subscription_cancel: hash({
		cancellation_reason: hash({
			enabled: required(boolean()),
			feedback_options: list(text()),
			options: list(oneOf(...cancellationReasons)),
		}),
		enabled: boolean(),
		mode: oneOf("at_period_end", "immediately"),
		proration_behavior: oneOf(...prorations),
	}),
	subscription_pause: hash({
		duration: hash({
			interval_options: list(
				hash({ interval: required(oneOf(...intervals)), interval_count: integer(1) }),
			),
			type: required(oneOf("indefinite", "interval_options")),
		}),
		enabled: boolean(),
	}),
	subscription_update: hash({
		billing_cycle_anchor: oneOf("now", "unchanged"),
		default_allowed_updates: list(oneOf("price", "promotion_code", "quantity")),
		enabled: boolean(),
		products: list(product, 10),
		proration_behavior: oneOf(...prorations),
		schedule_at_period_end: hash({
			conditions: list(hash({ type: required(oneOf(...conditions)) })),
		}),
		trial_update_behavior: oneOf("continue_trial", "end_trial"),
	}),
};

export type Features = PortalConfiguration["features"];
export type FeatureParams = Values<typeof featureParams>;
type UpdateParams = NonNullable<FeatureParams["subscription_update"]>;

/** The features after a request: a field that was not sent keeps what stood before. */
export function changedFeatures(
	draft: Draft,
	before: Features,
	sent: FeatureParams | undefined,
): Features {
	if (sent === undefined) return before;
	const { customer_update, invoice_history, payment_method_update } = sent;
	return {
		customer_update: { ...before.customer_update, ...defined(customer_update) },
		invoice_history: { ...before.invoice_history, ...defined(invoice_history) },
		payment_method_update: { ...before.payment_method_update, ...defined(payment_method_update) },
		subscription_cancel: changedCancel(before.subscription_cancel, sent.subscription_cancel),
		subscription_pause: changedPause(before.subscription_pause, sent.subscription_pause),
		subscription_update: changedUpdate(draft, before.subscription_update, sent.subscription_update),
	};
}

function changedCancel(
	before: Features["subscription_cancel"],
	sent: FeatureParams["subscription_cancel"],
): Features["subscription_cancel"] {
	const { cancellation_reason: reason, ...rest } = sent ?? {};
	const cancellation_reason = { ...before.cancellation_reason, ...defined(reason) };
	return { ...before, ...defined(rest), cancellation_reason };
}

function changedPause(
	before: Features["subscription_pause"],
	sent: FeatureParams["subscription_pause"],
): Features["subscription_pause"] {
	const options = sent?.duration?.interval_options ?? [];
	const interval_options = options.map(({ interval, interval_count }) => ({
		interval,
		interval_count: interval_count ?? 1,
	}));
	return {
		duration:
			sent?.duration === undefined
				? before.duration
				: { interval_options, type: sent.duration.type },
		enabled: sent?.enabled ?? before.enabled,
	};
}

function changedUpdate(
	draft: Draft,
	before: Features["subscription_update"],
	sent: UpdateParams | undefined,
): Features["subscription_update"] {
	const { products, schedule_at_period_end: later, ...rest } = sent ?? {};
	const wanted = later?.conditions;
	return {
		...before,
		...defined(rest),
		...(products === undefined ? {} : { products: toProducts(draft, products) }),
		...(wanted === undefined ? {} : { schedule_at_period_end: { conditions: wanted } }),
	};
}

function toProducts(draft: Draft, products: NonNullable<UpdateParams["products"]>) {
	return products.map(({ adjustable_quantity: adjustable, prices, product: id }, index) => {
		const param = `features[subscription_update][products][${index}]`;
		getRecord(draft, "product", { id, param: `${param}[product]` });
		refuseOddPrices(draft, prices, { product: id, param: `${param}[prices]` });
		return {
			adjustable_quantity: {
				enabled: adjustable?.enabled ?? false,
				maximum: adjustable?.maximum ?? null,
				minimum: adjustable?.minimum ?? 1,
			},
			prices,
			product: id,
		};
	});
}

/** Two prices of one product must differ in how often they recur. Documented. */
function refuseOddPrices(
	draft: Draft,
	ids: readonly string[],
	{ product: owner, param }: { product: string; param: string },
): void {
	const rhythms = ids.map((id, index) => {
		const price = getRecord(draft, "price", { id, param: `${param}[${index}]` });
		if (price.product !== owner || price.recurring === null) {
			throw invalidRequest(`The price ${id} is not a recurring price of the product ${owner}.`, {
				param: `${param}[${index}]`,
			});
		}
		return `${price.recurring.interval} ${price.recurring.interval_count} ${price.currency}`;
	});
	if (new Set(rhythms).size === rhythms.length) return;
	throw invalidRequest("A product's prices must have different billing intervals.", { param });
}

/** Without the fields that were not sent. */
function defined<T extends object>(
	sent: T | undefined,
): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
	const entries = Object.entries(sent ?? {}).filter(([, value]) => value !== undefined);
	// fromEntries forgets the keys; they are those of `sent`, without some.
	return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
