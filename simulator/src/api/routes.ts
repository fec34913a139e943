// Every Stripe endpoint there is.

import { creditNotes } from "./billing/credit-notes.ts";
import { invoiceItems } from "./billing/invoice-items.ts";
import { invoicePayments } from "./billing/invoice-payments.ts";
import { invoices } from "./billing/invoices.ts";
import { quotes } from "./billing/quotes.ts";
import { subscriptionItems } from "./billing/subscription-items.ts";
import { subscriptionSchedules } from "./billing/subscription-schedules.ts";
import { subscriptions } from "./billing/subscriptions.ts";
import { testClocks } from "./billing/test-clocks.ts";
import { coupons, discounts, promotionCodes } from "./catalog/coupons.ts";
import { entitlements, productFeatures } from "./catalog/entitlements.ts";
import { meters } from "./catalog/meters.ts";
import { plans } from "./catalog/plans.ts";
import { prices } from "./catalog/prices.ts";
import { products } from "./catalog/products.ts";
import { taxRates } from "./catalog/tax-rates.ts";
import { cashBalance } from "./customers/cash-balance.ts";
import { customerBalance } from "./customers/customer-balance.ts";
import { customerSources } from "./customers/customer-sources.ts";
import { customers } from "./customers/customers.ts";
import { taxIds } from "./customers/tax-ids.ts";
import { billingPortal } from "./hosted/billing-portal.ts";
import { checkoutSessions } from "./hosted/checkout-sessions.ts";
import { paymentLinks } from "./hosted/payment-links.ts";
import { searches } from "./lists/search.ts";
import { balanceTransactions, charges } from "./payments/charges.ts";
import { paymentIntents } from "./payments/payment-intents.ts";
import { paymentMethods } from "./payments/payment-methods.ts";
import { disputes, refunds } from "./payments/refunds.ts";
import { setupAttempts } from "./payments/setup-attempts.ts";
import { setupIntents } from "./payments/setup-intents.ts";
import type { Route } from "./route.ts";
import { v2Billing } from "./v2/billing.ts";
import { v2Core } from "./v2/core.ts";
import { events } from "./webhooks/events.ts";
import { webhookEndpoints } from "./webhooks/webhook-endpoints.ts";

export const routes: readonly Route[] = [
	...searches,
	...customers,
	...customerBalance,
	...customerSources,
	...cashBalance,
	...products,
	...prices,
	...plans,
	...entitlements,
	...productFeatures,
	...meters,
	...coupons,
	...promotionCodes,
	...discounts,
	...taxRates,
	...taxIds,
	...checkoutSessions,
	...paymentLinks,
	...quotes,
	...subscriptions,
	...subscriptionItems,
	...invoices,
	...invoiceItems,
	...invoicePayments,
	...creditNotes,
	...paymentMethods,
	...paymentIntents,
	...setupIntents,
	...setupAttempts,
	...charges,
	...refunds,
	...disputes,
	...balanceTransactions,
	...events,
	...webhookEndpoints,
	...subscriptionSchedules,
	...testClocks,
	...billingPortal,
	...v2Billing,
	...v2Core,
];
