// What the console lists, and under which name: the one place to enter a new collection.
import type { CollectionName } from "../../billing/core/collections.ts";

/**
 * Every collection there is, in the order a person looks for objects. Null for the simulator's own memory,
 * which is never shown. The type asks for a line as soon as a collection is added.
 */
const labels: Record<CollectionName, string | null> = {
	customer: "Customers",
	subscription: "Subscriptions",
	invoice: "Invoices",
	product: "Products",
	price: "Prices",
	"checkout.session": "Checkout sessions",
	payment_link: "Payment links",
	quote: "Quotes",
	payment_intent: "Payment intents",
	charge: "Charges",
	refund: "Refunds",
	dispute: "Disputes",
	payment_method: "Payment methods",
	setup_intent: "Setup intents",
	setup_attempt: "Setup attempts",
	mandate: "Mandates",
	coupon: "Coupons",
	promotion_code: "Promotion codes",
	discount: "Discounts",
	subscription_schedule: "Subscription schedules",
	invoiceitem: "Invoice items",
	invoice_payment: "Invoice payments",
	credit_note: "Credit notes",
	customer_balance_transaction: "Customer balance transactions",
	customer_cash_balance_transaction: "Cash balance transactions",
	balance_transaction: "Balance transactions",
	tax_rate: "Tax rates",
	tax_id: "Tax IDs",
	"entitlements.feature": "Features",
	"billing.meter": "Meters",
	"billing_portal.session": "Portal sessions",
	"billing_portal.configuration": "Portal configurations",
	webhook_endpoint: "Webhook endpoints",
	"test_helpers.test_clock": "Test clocks",
	event: "Events",
	"v2.core.event": "Thin events",
	quoteLines: null,
	destination: null,
	linkTerms: null,
	subscription_item: null,
	cash: null,
	logDay: null,
	couponDetails: null,
	spentDiscount: null,
	priceDetails: null,
	productFeature: null,
	activeEntitlement: null,
	meterEvent: null,
	meterSession: null,
	meterErrors: null,
	deletedStub: null,
	card: null,
	checkout: null,
	timer: null,
	delivery: null,
	secret: null,
	endpointHealth: null,
	idempotency: null,
	meta: null,
	changedSettings: null,
	faultList: null,
};

/** The collections that are shown. */
export const shownTypes = Object.entries(labels).flatMap(([name, label]) =>
	label === null ? [] : [{ name: name as CollectionName, label }],
);

/** "Checkout sessions" of `checkout.session`; the word itself where nothing of the kind is listed. */
export function labelOf(type: string): string {
	return shownTypes.find(({ name }) => name === type)?.label ?? type;
}
