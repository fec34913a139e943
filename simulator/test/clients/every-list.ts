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

/** A part of the client that lists what it is about. */
interface Lister {
	list(page: Page): Pages;
}

/** The path as the routes write it, the part of the client, and what can be expanded. */
const whole: readonly [string, (stripe: Stripe) => Lister, string | null][] = [
	["/v1/customers", (stripe) => stripe.customers, "invoice_settings.default_payment_method"],
	["/v1/products", (stripe) => stripe.products, null],
	["/v1/prices", (stripe) => stripe.prices, "product"],
	["/v1/plans", (stripe) => stripe.plans, "product"],
	["/v1/entitlements/features", (stripe) => stripe.entitlements.features, null],
	["/v1/billing/meters", (stripe) => stripe.billing.meters, null],
	["/v1/coupons", (stripe) => stripe.coupons, null],
	["/v1/promotion_codes", (stripe) => stripe.promotionCodes, "promotion.coupon"],
	["/v1/tax_rates", (stripe) => stripe.taxRates, null],
	["/v1/checkout/sessions", (stripe) => stripe.checkout.sessions, "subscription"],
	["/v1/payment_links", (stripe) => stripe.paymentLinks, null],
	["/v1/quotes", (stripe) => stripe.quotes, "customer"],
	["/v1/subscriptions", (stripe) => stripe.subscriptions, "latest_invoice"],
	["/v1/subscription_schedules", (stripe) => stripe.subscriptionSchedules, "subscription"],
	["/v1/invoices", (stripe) => stripe.invoices, "customer"],
	["/v1/invoiceitems", (stripe) => stripe.invoiceItems, "customer"],
	["/v1/invoice_payments", (stripe) => stripe.invoicePayments, "invoice"],
	["/v1/credit_notes", (stripe) => stripe.creditNotes, "invoice"],
	["/v1/payment_intents", (stripe) => stripe.paymentIntents, "customer"],
	["/v1/setup_intents", (stripe) => stripe.setupIntents, "customer"],
	["/v1/charges", (stripe) => stripe.charges, "payment_intent"],
	["/v1/refunds", (stripe) => stripe.refunds, "charge"],
	["/v1/disputes", (stripe) => stripe.disputes, "charge"],
	["/v1/balance_transactions", (stripe) => stripe.balanceTransactions, "source"],
	["/v1/events", (stripe) => stripe.events, null],
	["/v1/webhook_endpoints", (stripe) => stripe.webhookEndpoints, null],
	["/v1/test_helpers/test_clocks", (stripe) => stripe.testHelpers.testClocks, null],
	["/v1/billing_portal/configurations", (stripe) => stripe.billingPortal.configurations, null],
];

/** Lists of something that belongs to one object: the path, the request, and what can be expanded. */
const within: readonly [string, List["pages"], string | null][] = [
	[
		"/v1/customers/:id/payment_methods",
		({ customers }, { customer }, page) => customers.listPaymentMethods(customer, page),
		"customer",
	],
	[
		"/v1/customers/:id/tax_ids",
		({ customers }, { customer }, page) => customers.listTaxIds(customer, page),
		"customer",
	],
	[
		"/v1/customers/:id/balance_transactions",
		({ customers }, { customer }, page) => customers.listBalanceTransactions(customer, page),
		"customer",
	],
	[
		"/v1/customers/:id/sources",
		({ customers }, { customer }, page) => customers.listSources(customer, page),
		"customer",
	],
	[
		"/v1/customers/:id/cash_balance_transactions",
		({ customers }, { customer }, page) => customers.listCashBalanceTransactions(customer, page),
		"customer",
	],
	[
		"/v1/setup_attempts",
		({ setupAttempts }, { setupIntent: setup_intent }, page) =>
			setupAttempts.list({ setup_intent, ...page }),
		"setup_intent",
	],
	[
		"/v1/products/:id/features",
		({ products }, { product }, page) => products.listFeatures(product, page),
		null,
	],
	[
		"/v1/entitlements/active_entitlements",
		({ entitlements }, { customer }, page) =>
			entitlements.activeEntitlements.list({ customer, ...page }),
		"feature",
	],
	[
		"/v1/tax_ids",
		({ taxIds }, { customer }, page) =>
			taxIds.list({ owner: { type: "customer", customer }, ...page }),
		"customer",
	],
	[
		"/v1/checkout/sessions/:id/line_items",
		({ checkout }, { session }, page) => checkout.sessions.listLineItems(session, page),
		"price.product",
	],
	[
		"/v1/payment_links/:id/line_items",
		({ paymentLinks }, { paymentLink }, page) => paymentLinks.listLineItems(paymentLink, page),
		"price.product",
	],
	[
		"/v1/quotes/:id/line_items",
		({ quotes }, { quote }, page) => quotes.listLineItems(quote, page),
		"price.product",
	],
	[
		"/v1/quotes/:id/computed_upfront_line_items",
		({ quotes }, { quote }, page) => quotes.listComputedUpfrontLineItems(quote, page),
		"price.product",
	],
	[
		"/v1/subscription_items",
		({ subscriptionItems }, { subscription }, page) =>
			subscriptionItems.list({ subscription, ...page }),
		"price.product",
	],
	[
		"/v1/invoices/:id/lines",
		({ invoices }, { invoice }, page) => invoices.listLineItems(invoice, page),
		null,
	],
	[
		"/v1/credit_notes/:id/lines",
		({ creditNotes }, { creditNote }, page) => creditNotes.listLineItems(creditNote, page),
		null,
	],
	[
		"/v1/payment_methods",
		({ paymentMethods }, { customer }, page) => paymentMethods.list({ customer, ...page }),
		"customer",
	],
];

/** By path. */
export const everyList: Readonly<Record<string, List>> = Object.fromEntries([
	...whole.map(([path, part, expands]): [string, List] => [
		path,
		{ pages: (stripe, _account, page) => part(stripe).list(page), expands },
	]),
	...within.map(([path, pages, expands]): [string, List] => [path, { pages, expands }]),
]);
