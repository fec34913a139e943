// A quote in all its fields, new and edited; its lines and amounts come after.
import type { Draft } from "../core/draft.ts";
import { kept } from "../core/kept.ts";
import type { Customer, Quote } from "../core/objects.ts";
import { mergeMetadata } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { getCustomer } from "../customers/revise-customer.ts";
import { getTaxRates } from "../taxes/tax-rates.ts";
import type { QuoteEdit } from "./quote-params.ts";

/** A draft that offers nothing yet and is valid as long as the settings say. */
export function blankQuote(draft: Draft, mode: "classic" | "flexible"): Quote {
	return {
		id: draft.newId("qt"),
		object: "quote",
		...nothingOffered,
		automatic_tax: { enabled: false, liability: null, provider: null, status: null },
		collection_method: "charge_automatically",
		created: draft.now,
		customer: null,
		default_tax_rates: [],
		description: null,
		expires_at: draft.now + draft.settings.quoteSeconds,
		footer: null,
		header: null,
		invoice_settings: {
			custom_fields: null,
			days_until_due: null,
			description: null,
			footer: null,
			issuer: { type: "self" },
		},
		livemode: false,
		metadata: {},
		status: "draft",
		subscription_data: {
			billing_mode: {
				...(mode === "flexible" ? { flexible: { proration_discounts: "included" } } : {}),
				type: mode,
			},
			description: null,
			effective_date: null,
			metadata: null,
			trial_period_days: null,
		},
		test_clock: draft.clock,
	};
}

const noDetails = { amount_discount: 0, amount_shipping: 0, amount_tax: 0 };
const noAmounts = { amount_subtotal: 0, amount_total: 0, total_details: noDetails };

/** The fields of a quote before anything is offered, and those nothing here can set. */
export const nothingOffered = {
	...noAmounts,
	application: null,
	application_fee_amount: null,
	application_fee_percent: null,
	computed: { recurring: null, upfront: noAmounts },
	currency: null,
	customer_account: null,
	discounts: [],
	from_quote: null,
	invoice: null,
	number: null,
	on_behalf_of: null,
	status_transitions: { accepted_at: null, canceled_at: null, finalized_at: null },
	subscription: null,
	subscription_schedule: null,
	transfer_data: null,
} satisfies Partial<Quote>;

/** The quote with what was sent; lines and discounts aside. Errors: another customer, a date in the past. */
export function editedQuote(draft: Draft, before: Quote, params: QuoteEdit): Quote {
	const customer = customerFor(draft, before, params);
	const tax = params.automatic_tax;
	const settings = params.invoice_settings;
	const old = before.invoice_settings;
	if (params.default_tax_rates !== undefined) {
		getTaxRates(draft, params.default_tax_rates, "default_tax_rates");
	}
	return {
		...before,
		automatic_tax:
			tax === undefined
				? before.automatic_tax
				: {
						enabled: tax.enabled,
						liability: tax.enabled ? { type: "self" } : null,
						provider: tax.enabled ? "stripe" : null,
						status: tax.enabled ? "complete" : null,
					},
		collection_method: params.collection_method ?? before.collection_method,
		customer: customer?.id ?? null,
		default_tax_rates: params.default_tax_rates ?? before.default_tax_rates ?? [],
		description: kept(params.description, before.description),
		expires_at: futureExpiry(draft, params.expires_at) ?? before.expires_at,
		footer: kept(params.footer, before.footer),
		header: kept(params.header, before.header),
		invoice_settings: {
			...old,
			custom_fields: kept(settings?.custom_fields, old.custom_fields),
			days_until_due: settings?.days_until_due ?? old.days_until_due,
			description: kept(settings?.description, old.description),
			footer: kept(settings?.footer, old.footer),
		},
		metadata: mergeMetadata(before.metadata, params.metadata),
		subscription_data: subscriptionAfter(before.subscription_data, params.subscription_data),
		test_clock: draft.clock,
	};
}

/** Once specified, the customer stays. Documented. */
function customerFor(draft: Draft, before: Quote, { customer }: QuoteEdit): Customer | undefined {
	if (customer === undefined) return draft.get("customer", before.customer ?? "");
	if (before.customer !== null && before.customer !== customer) {
		throw invalidRequest("You cannot change the customer of a quote once it has one.", {
			param: "customer",
		});
	}
	const found = getCustomer(draft, customer, "customer");
	if (before.test_clock !== null && before.test_clock !== (found.test_clock ?? null)) {
		throw invalidRequest("The customer and the quote must belong to the same test clock.", {
			param: "customer",
		});
	}
	return found;
}

/** Undefined when it was not sent. Error: an instant that is not in the future. */
export function futureExpiry(draft: Draft, at: number | undefined): number | undefined {
	if (at === undefined || at > draft.now) return at;
	throw invalidRequest("`expires_at` must be in the future.", { param: "expires_at" });
}

type SubscriptionData = Quote["subscription_data"];

function subscriptionAfter(
	before: SubscriptionData,
	sent: QuoteEdit["subscription_data"],
): SubscriptionData {
	if (sent === undefined) return before;
	if (sent.effective_date === "current_period_end") {
		throw invalidRequest(
			"`current_period_end` needs a subscription to update; a new subscription takes a timestamp.",
			{ param: "subscription_data[effective_date]" },
		);
	}
	return {
		...before,
		description: kept(sent.description, before.description),
		effective_date: kept(sent.effective_date, before.effective_date),
		// Declarative, unlike the metadata of objects: what was there before is cleared. Documented.
		metadata: sent.metadata === undefined ? before.metadata : mergeMetadata({}, sent.metadata),
		trial_period_days: kept(sent.trial_period_days, before.trial_period_days),
	};
}
