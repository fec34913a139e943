// Stripe's objects as they stand on the wire, by the names the simulator gives them.
import type Stripe from "stripe";
import type { Wire } from "./wire.ts";

export type Customer = Wire<Stripe.Customer>;
export type Product = Wire<Stripe.Product>;
export type Price = Wire<Stripe.Price>;
export type Plan = Wire<Stripe.Plan>;
export type PaymentMethod = Wire<Stripe.PaymentMethod>;
export type CardSource = Wire<Stripe.Card>;
export type PaymentIntent = Wire<Stripe.PaymentIntent>;
export type SetupIntent = Wire<Stripe.SetupIntent>;
export type SetupAttempt = Wire<Stripe.SetupAttempt>;
export type Mandate = Wire<Stripe.Mandate>;
export type Charge = Wire<Stripe.Charge>;
export type BalanceTransaction = Wire<Stripe.BalanceTransaction>;
export type Refund = Wire<Stripe.Refund>;
export type Dispute = Wire<Stripe.Dispute>;
export type CheckoutSession = Wire<Stripe.Checkout.Session>;
export type PaymentLink = Wire<Stripe.PaymentLink>;
export type Quote = Wire<Stripe.Quote>;
export type LineItem = Wire<Stripe.LineItem>;
export type Subscription = Wire<Stripe.Subscription>;
export type SubscriptionItem = Wire<Stripe.SubscriptionItem>;
export type Invoice = Wire<Stripe.Invoice>;
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>;
export type InvoicePayment = Wire<Stripe.InvoicePayment>;
export type InvoiceItem = Wire<Stripe.InvoiceItem>;
export type CreditNote = Wire<Stripe.CreditNote>;
export type CashBalance = Wire<Stripe.CashBalance>;
export type CashBalanceTransaction = Wire<Stripe.CustomerCashBalanceTransaction>;
export type FundingInstructions = Wire<Stripe.FundingInstructions>;
export type FinancialAddress = FundingInstructions["bank_transfer"]["financial_addresses"][number];
export type CustomerBalanceTransaction = Wire<Stripe.CustomerBalanceTransaction>;
export type PortalConfiguration = Wire<Stripe.BillingPortal.Configuration>;
export type PortalSession = Wire<Stripe.BillingPortal.Session>;
export type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>;
export type TestClock = Wire<Stripe.TestHelpers.TestClock>;
export type SubscriptionSchedule = Wire<Stripe.SubscriptionSchedule>;
export type Coupon = Wire<Stripe.Coupon>;
export type PromotionCode = Wire<Stripe.PromotionCode>;
export type Discount = Wire<Stripe.Discount>;
export type TaxRate = Wire<Stripe.TaxRate>;
export type TaxId = Wire<Stripe.TaxId>;
export type Feature = Wire<Stripe.Entitlements.Feature>;
export type ActiveEntitlement = Wire<Stripe.Entitlements.ActiveEntitlement>;
export type MeterSession = Wire<Stripe.V2.Billing.MeterEventSession>;
export type MeterUse = Wire<Stripe.V2.Billing.MeterEvent>;
export type MeterAdjustment = Wire<Stripe.V2.Billing.MeterEventAdjustment>;
export type EventDestination = Wire<Stripe.V2.Core.EventDestination>;
export type Meter = Wire<Stripe.Billing.Meter>;

/** One entry of the event log; `data.object` is the snapshot of the moment, never changed again. */
export type StripeEvent = Omit<Wire<Stripe.EventBase>, "data" | "type"> & {
	type: Stripe.Event["type"];
	data: { object: object; previous_attributes?: Record<string, unknown> };
};
