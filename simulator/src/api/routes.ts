// Every Stripe endpoint there is.
import { billingPortal } from "./billing-portal.ts";
import { cashBalance } from "./cash-balance.ts";
import { balanceTransactions, charges } from "./charges.ts";
import { checkoutSessions } from "./checkout-sessions.ts";
import { coupons, discounts, promotionCodes } from "./coupons.ts";
import { creditNotes } from "./credit-notes.ts";
import { customerBalance } from "./customer-balance.ts";
import { customerSources } from "./customer-sources.ts";
import { customers } from "./customers.ts";
import { entitlements, productFeatures } from "./entitlements.ts";
import { events } from "./events.ts";
import { invoiceItems } from "./invoice-items.ts";
import { invoicePayments } from "./invoice-payments.ts";
import { invoices } from "./invoices.ts";
import { meters } from "./meters.ts";
import { paymentIntents } from "./payment-intents.ts";
import { paymentLinks } from "./payment-links.ts";
import { paymentMethods } from "./payment-methods.ts";
import { plans } from "./plans.ts";
import { prices } from "./prices.ts";
import { products } from "./products.ts";
import { quotes } from "./quotes.ts";
import { disputes, refunds } from "./refunds.ts";
import type { Route } from "./route.ts";
import { searches } from "./search.ts";
import { setupAttempts } from "./setup-attempts.ts";
import { setupIntents } from "./setup-intents.ts";
import { subscriptionItems } from "./subscription-items.ts";
import { subscriptionSchedules } from "./subscription-schedules.ts";
import { subscriptions } from "./subscriptions.ts";
import { taxIds } from "./tax-ids.ts";
import { taxRates } from "./tax-rates.ts";
import { testClocks } from "./test-clocks.ts";
import { v2Billing } from "./v2/billing.ts";
import { v2Core } from "./v2/core.ts";
import { webhookEndpoints } from "./webhook-endpoints.ts";

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
