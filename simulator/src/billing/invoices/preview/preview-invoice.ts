// The invoice that would come: whatever is asked is done on a fork of the draft, and its invoice shown.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import { forkDraft } from "../../core/fork.ts";
import type { Customer, Invoice, Subscription } from "../../core/objects.ts";
import { given } from "../../core/params/given.ts";
import { StripeError } from "../../core/stripe-error.ts";
import { createCustomer, customerCreateParams } from "../../customers/customers.ts";
import { updateSubscription } from "../../subscriptions/change/update-subscription.ts";
import { cancelSubscription } from "../../subscriptions/end/cancel-subscription.ts";
import { billNextPeriod } from "../../subscriptions/end-period.ts";
import { billLastItems } from "../../subscriptions/last-invoice.ts";
import { periodEndOf } from "../../subscriptions/start/build-subscription.ts";
import {
	createSubscription,
	subscriptionCreateParams,
} from "../../subscriptions/start/create-subscription.ts";
import { terminalStatuses } from "../../subscriptions/status.ts";
import { pendingItems } from "../build-invoice.ts";
import { createManualInvoice, invoiceCreateParams } from "../edit-invoice.ts";
import { createInvoiceItem, invoiceItemCreateParams } from "../items/edit-invoice-items.ts";
import { asPreview } from "./as-preview.ts";
import { type PreviewParams, updateOf } from "./preview-params.ts";

/**
 * The next invoice of the subscription, or the one the change or the new subscription would bring; nothing
 * is kept. Error code: invoice_upcoming_none when no invoice would come.
 */
export function previewInvoice(draft: Draft, params: PreviewParams): Invoice {
	const subscription = subscriptionFor(draft, params);
	const customer = params.customer ?? subscription?.customer;
	if (customer !== undefined) getRecord(draft, "customer", { id: customer, param: "customer" });
	const fork = forkDraft(draft);
	const payer = customer ?? newCustomer(fork).id;
	addItems(fork, payer, params);
	if (subscription !== undefined) return ofSubscription(fork, subscription, params);
	if (params.subscription_details?.items !== undefined) return ofNew(fork, payer, params);
	return ofWaiting(fork, payer);
}

/** The one named, or the customer's next to be invoiced unless a new one is previewed. */
function subscriptionFor(draft: Draft, params: PreviewParams): Subscription | undefined {
	const id = params.subscription;
	if (id !== undefined) {
		const found = getRecord(draft, "subscription", { id, param: "subscription" });
		if (terminalStatuses.has(found.status)) throw noneUpcoming();
		return found;
	}
	if (params.customer === undefined || params.subscription_details?.items !== undefined) {
		return undefined;
	}
	return [...draft.list("subscription", { group: `customer:${params.customer}` })]
		.filter(({ status }) => !terminalStatuses.has(status) && status !== "paused")
		.sort((left, right) => periodEndOf(left) - periodEndOf(right))[0];
}

function noneUpcoming() {
	return new StripeError(404, {
		type: "invalid_request_error",
		code: "invoice_upcoming_none",
		message: "No upcoming invoices for customer",
	});
}

function newCustomer(fork: Draft): Customer {
	return createCustomer(fork, given(customerCreateParams, {}));
}

function addItems(fork: Draft, customer: string, { invoice_items, currency }: PreviewParams): void {
	for (const item of invoice_items ?? []) {
		const { price, ...rest } = item;
		const pricing = price === undefined ? undefined : { price };
		const usual = given(invoiceItemCreateParams, {});
		createInvoiceItem(fork, {
			...usual,
			...rest,
			customer,
			pricing,
			currency: item.currency ?? currency,
		});
	}
}

function ofSubscription(fork: Draft, before: Subscription, params: PreviewParams): Invoice {
	const details = params.subscription_details;
	if (details?.cancel_now === true) {
		const prorate = details.proration_behavior !== "none";
		const ended = cancelSubscription(fork, before.id, { prorate, invoice_now: true });
		return latestSince(fork, before, ended) ?? fail(noneUpcoming());
	}
	const after = updateSubscription(fork, before.id, updateOf(params));
	const now = latestSince(fork, before, after);
	return now ?? ofNextPeriod(fork, after, params);
}

/** The invoice the change brought at once. */
function latestSince(fork: Draft, before: Subscription, after: Subscription): Invoice | undefined {
	if (after.latest_invoice === before.latest_invoice) return undefined;
	const invoice = fork.get("invoice", after.latest_invoice ?? "");
	return invoice && asPreview(fork, invoice, fork.now);
}

/** What the end of the current period will bring. */
function ofNextPeriod(fork: Draft, subscription: Subscription, params: PreviewParams): Invoice {
	const end = periodEndOf(subscription);
	const later = forkDraft(fork, end);
	const customer = getRecord(later, "customer", { id: subscription.customer });
	if (subscription.cancel_at !== null && subscription.cancel_at <= end) {
		const ended = billLastItems(later, { ...subscription, status: "canceled" });
		return latestSince(later, subscription, ended) ?? fail(noneUpcoming());
	}
	const pending = params.preview_mode === "recurring" ? "exclude" : "include";
	const { invoice } = billNextPeriod(later, subscription, { customer, pending });
	return asPreview(later, invoice, end);
}

function ofNew(fork: Draft, customer: string, params: PreviewParams): Invoice {
	const details = params.subscription_details;
	const wanted = given(subscriptionCreateParams, {
		currency: params.currency,
		customer,
		items: [],
		payment_behavior: "default_incomplete",
		...(typeof details?.trial_end === "number" ? { trial_end: details.trial_end } : {}),
		...(details?.billing_mode === undefined ? {} : { billing_mode: details.billing_mode }),
	});
	const items = details?.items ?? [];
	const { discounts } = params;
	const default_tax_rates = details?.default_tax_rates;
	const made = createSubscription(fork, { ...wanted, items, discounts, default_tax_rates });
	const invoice = getRecord(fork, "invoice", { id: made.latest_invoice ?? "" });
	return asPreview(fork, invoice, fork.now);
}

/** Without a subscription: what waits for the customer. */
function ofWaiting(fork: Draft, customer: string): Invoice {
	if (pendingItems(fork, { customer, subscription: null }).length === 0) throw noneUpcoming();
	const params = given(invoiceCreateParams, {
		customer,
		pending_invoice_items_behavior: "include",
	});
	return asPreview(fork, createManualInvoice(fork, params), fork.now);
}

function fail(problem: StripeError): never {
	throw problem;
}
