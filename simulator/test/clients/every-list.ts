// Every list there is: how the official client asks for it, and what of it can be expanded.
import type Stripe from "stripe";
import type { BusyAccount } from "./busy-account.ts";

interface Page {
	limit?: number;
	ending_before?: string;
	expand?: string[];
}

/** An answer that pages by itself. */
type Pages = AsyncIterable<object> & PromiseLike<{ data: object[]; has_more: boolean }>;

interface List {
	pages: (stripe: Stripe, account: BusyAccount, page: Page) => Pages;
	/** A path below `data` that names another object; null when there is none. */
	expands: string | null;
}

/** By path, as the routes write it. */
export const everyList: Readonly<Record<string, List>> = {
	"/v1/customers": {
		pages: (stripe, _account, page) => stripe.customers.list(page),
		expands: "invoice_settings.default_payment_method",
	},
	"/v1/customers/:id/payment_methods": {
		pages: (stripe, { customer }, page) => stripe.customers.listPaymentMethods(customer, page),
		expands: "customer",
	},
	"/v1/customers/:id/tax_ids": {
		pages: (stripe, { customer }, page) => stripe.customers.listTaxIds(customer, page),
		expands: "customer",
	},
	"/v1/customers/:id/balance_transactions": {
		pages: (stripe, { customer }, page) => stripe.customers.listBalanceTransactions(customer, page),
		expands: "customer",
	},
	"/v1/products": {
		pages: (stripe, _account, page) => stripe.products.list(page),
		expands: null,
	},
	"/v1/products/:id/features": {
		pages: (stripe, { product }, page) => stripe.products.listFeatures(product, page),
		expands: null,
	},
	"/v1/prices": {
		pages: (stripe, _account, page) => stripe.prices.list(page),
		expands: "product",
	},
	"/v1/plans": { pages: (stripe, _account, page) => stripe.plans.list(page), expands: "product" },
	"/v1/entitlements/features": {
		pages: (stripe, _account, page) => stripe.entitlements.features.list(page),
		expands: null,
	},
	"/v1/entitlements/active_entitlements": {
		pages: (stripe, { customer }, page) =>
			stripe.entitlements.activeEntitlements.list({ customer, ...page }),
		expands: "feature",
	},
	"/v1/billing/meters": {
		pages: (stripe, _account, page) => stripe.billing.meters.list(page),
		expands: null,
	},
	"/v1/coupons": { pages: (stripe, _account, page) => stripe.coupons.list(page), expands: null },
	"/v1/promotion_codes": {
		pages: (stripe, _account, page) => stripe.promotionCodes.list(page),
		expands: "promotion.coupon",
	},
	"/v1/tax_rates": { pages: (stripe, _account, page) => stripe.taxRates.list(page), expands: null },
	"/v1/tax_ids": {
		pages: (stripe, { customer }, page) =>
			stripe.taxIds.list({ owner: { type: "customer", customer }, ...page }),
		expands: "customer",
	},
	"/v1/checkout/sessions": {
		pages: (stripe, _account, page) => stripe.checkout.sessions.list(page),
		expands: "subscription",
	},
	"/v1/checkout/sessions/:id/line_items": {
		pages: (stripe, { session }, page) => stripe.checkout.sessions.listLineItems(session, page),
		expands: "price.product",
	},
	"/v1/subscriptions": {
		pages: (stripe, _account, page) => stripe.subscriptions.list(page),
		expands: "latest_invoice",
	},
	"/v1/subscription_items": {
		pages: (stripe, { subscription }, page) =>
			stripe.subscriptionItems.list({ subscription, ...page }),
		expands: "price.product",
	},
	"/v1/subscription_schedules": {
		pages: (stripe, _account, page) => stripe.subscriptionSchedules.list(page),
		expands: "subscription",
	},
	"/v1/invoices": {
		pages: (stripe, _account, page) => stripe.invoices.list(page),
		expands: "customer",
	},
	"/v1/invoices/:id/lines": {
		pages: (stripe, { invoice }, page) => stripe.invoices.listLineItems(invoice, page),
		expands: null,
	},
	"/v1/invoiceitems": {
		pages: (stripe, _account, page) => stripe.invoiceItems.list(page),
		expands: "customer",
	},
	"/v1/invoice_payments": {
		pages: (stripe, _account, page) => stripe.invoicePayments.list(page),
		expands: "invoice",
	},
	"/v1/credit_notes": {
		pages: (stripe, _account, page) => stripe.creditNotes.list(page),
		expands: "invoice",
	},
	"/v1/credit_notes/:id/lines": {
		pages: (stripe, { creditNote }, page) => stripe.creditNotes.listLineItems(creditNote, page),
		expands: null,
	},
	"/v1/payment_methods": {
		pages: (stripe, { customer }, page) => stripe.paymentMethods.list({ customer, ...page }),
		expands: "customer",
	},
	"/v1/payment_intents": {
		pages: (stripe, _account, page) => stripe.paymentIntents.list(page),
		expands: "customer",
	},
	"/v1/setup_intents": {
		pages: (stripe, _account, page) => stripe.setupIntents.list(page),
		expands: "customer",
	},
	"/v1/charges": {
		pages: (stripe, _account, page) => stripe.charges.list(page),
		expands: "payment_intent",
	},
	"/v1/refunds": {
		pages: (stripe, _account, page) => stripe.refunds.list(page),
		expands: "charge",
	},
	"/v1/disputes": {
		pages: (stripe, _account, page) => stripe.disputes.list(page),
		expands: "charge",
	},
	"/v1/balance_transactions": {
		pages: (stripe, _account, page) => stripe.balanceTransactions.list(page),
		expands: "source",
	},
	"/v1/events": { pages: (stripe, _account, page) => stripe.events.list(page), expands: null },
	"/v1/webhook_endpoints": {
		pages: (stripe, _account, page) => stripe.webhookEndpoints.list(page),
		expands: null,
	},
	"/v1/test_helpers/test_clocks": {
		pages: (stripe, _account, page) => stripe.testHelpers.testClocks.list(page),
		expands: null,
	},
	"/v1/billing_portal/configurations": {
		pages: (stripe, _account, page) => stripe.billingPortal.configurations.list(page),
		expands: null,
	},
};
