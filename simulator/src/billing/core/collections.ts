// Everything the simulator remembers, by collection.
import type { CashRecord } from "../cash-balance/cash-record.ts";
import type { PriceDetails } from "../catalog/price-details.ts";
import type { CheckoutRecord } from "../checkout/checkout-record.ts";
import type { CouponDetails } from "../discounts/coupon-details.ts";
import type { EntitlementRecord, ProductFeatureRecord } from "../entitlements/records.ts";
import type { MeterErrorRecord, MeterSessionRecord } from "../meter-stream/stream-records.ts";
import type { MeterEventRecord } from "../meters/meter-event-record.ts";
import type { Asked } from "../payment-links/asked.ts";
import type { CardRecord } from "../payments/methods/cards.ts";
import type { QuoteLine } from "../quotes/quote-line.ts";
import type { Settings } from "../settings.ts";
import type { DestinationRecord, ThinEvent } from "../thin-events/thin-records.ts";
import type { DeliveryRecord, EndpointHealth, SecretRecord } from "../webhooks/records.ts";
import type {
	BalanceTransaction,
	CashBalanceTransaction,
	Charge,
	CheckoutSession,
	Coupon,
	CreditNote,
	Customer,
	CustomerBalanceTransaction,
	Discount,
	Dispute,
	Feature,
	Invoice,
	InvoiceItem,
	InvoicePayment,
	LineItem,
	Mandate,
	Meter,
	PaymentIntent,
	PaymentLink,
	PaymentMethod,
	PortalConfiguration,
	PortalSession,
	Price,
	Product,
	PromotionCode,
	Quote,
	Refund,
	SetupAttempt,
	SetupIntent,
	StripeEvent,
	Subscription,
	SubscriptionSchedule,
	TaxId,
	TaxRate,
	TestClock,
	WebhookEndpoint,
} from "./objects.ts";
import type { Timer } from "./time/timers.ts";

/** What a deleted customer or product answers from then on. */
export interface DeletedStub {
	id: string;
	object:
		| "card"
		| "coupon"
		| "customer"
		| "invoice"
		| "invoiceitem"
		| "plan"
		| "product"
		| "product_feature"
		| "subscription_item"
		| "tax_id"
		| "test_helpers.test_clock"
		| "webhook_endpoint";
	deleted: true;
}

/** The answer of an executed POST, kept so that a retry with the same key hears it again. */
export interface IdempotencyRecord {
	id: string;
	fingerprint: string;
	status: number;
	body: string;
	requestId: string;
	createdAt: number;
}

/** What is to go wrong with requests, as rules; the kind is a word of the simulator's shell. */
interface FaultListRecord {
	id: string;
	added: number;
	rules: readonly {
		id: string;
		kind: string;
		method: string | null;
		path: string;
		rate: number;
		count: number | null;
		ms: number;
		matched: number;
		struck: number;
	}[];
}

/** A single remembered number, such as how many ids were issued. */
interface MetaRecord {
	id: string;
	value: number;
}

/**
 * Name of a collection to the type of its records. Names in Stripe's spelling are Stripe's objects and
 * may leave through the API; the others are the simulator's own memory and never do.
 */
export interface Collections {
	customer: Customer;
	product: Product;
	price: Price;
	payment_method: PaymentMethod;
	payment_intent: PaymentIntent;
	setup_intent: SetupIntent;
	setup_attempt: SetupAttempt;
	mandate: Mandate;
	charge: Charge;
	balance_transaction: BalanceTransaction;
	refund: Refund;
	dispute: Dispute;
	"checkout.session": CheckoutSession;
	payment_link: PaymentLink;
	quote: Quote;
	/** What a quote offers; `id` is the quote's. */
	quoteLines: { id: string; lines: QuoteLine[] };
	/** What a payment link sells and asks; `id` is the link's. */
	linkTerms: { id: string; lines: LineItem[]; asked: Asked };
	subscription: Subscription;
	subscription_item: { id: string; subscription: string };
	invoice: Invoice;
	invoice_payment: InvoicePayment;
	invoiceitem: InvoiceItem;
	credit_note: CreditNote;
	customer_balance_transaction: CustomerBalanceTransaction;
	customer_cash_balance_transaction: CashBalanceTransaction;
	/** The cash of a customer. */
	cash: CashRecord;
	"billing_portal.configuration": PortalConfiguration;
	"billing_portal.session": PortalSession;
	webhook_endpoint: WebhookEndpoint;
	"test_helpers.test_clock": TestClock;
	subscription_schedule: SubscriptionSchedule;
	event: StripeEvent;
	"v2.core.event": ThinEvent;
	destination: DestinationRecord;
	/** A day of the event log, so that it can be forgotten when it is old enough. */
	logDay: { id: string; endedAt: number; events: string[] };
	coupon: Coupon;
	promotion_code: PromotionCode;
	discount: Discount;
	couponDetails: CouponDetails;
	/** A discount of duration `once` and the one invoice it reduces. */
	spentDiscount: { id: string; invoice: string };
	tax_rate: TaxRate;
	tax_id: TaxId;
	priceDetails: PriceDetails;
	"entitlements.feature": Feature;
	productFeature: ProductFeatureRecord;
	activeEntitlement: EntitlementRecord;
	"billing.meter": Meter;
	meterEvent: MeterEventRecord;
	meterSession: MeterSessionRecord;
	meterErrors: MeterErrorRecord;
	deletedStub: DeletedStub;
	card: CardRecord;
	checkout: CheckoutRecord;
	timer: Timer;
	delivery: DeliveryRecord;
	secret: SecretRecord;
	endpointHealth: EndpointHealth;
	idempotency: IdempotencyRecord;
	meta: MetaRecord;
	/** The settings that were changed while it ran. */
	changedSettings: { id: string; changes: Partial<Settings> };
	faultList: FaultListRecord;
}

export type CollectionName = keyof Collections;

/**
 * The groups a record is found under besides its id, as `field:value`. A list by one of these never
 * scans the whole collection.
 */
export const groupsOf: {
	[Name in CollectionName]?: (record: Collections[Name]) => string[];
} = {
	price: (price) => [
		`product:${price.product}`,
		...(price.lookup_key === null ? [] : [`lookup_key:${price.lookup_key}`]),
	],
	payment_method: (method) => [`customer:${method.customer}`],
	payment_intent: (intent) => [`customer:${intent.customer}`],
	setup_intent: (intent) => [`customer:${intent.customer}`],
	setup_attempt: (attempt) => [`setup_intent:${attempt.setup_intent}`],
	mandate: (mandate) => [`payment_method:${mandate.payment_method}`],
	charge: (charge) => [`customer:${charge.customer}`, `payment_intent:${charge.payment_intent}`],
	refund: (refund) => [`charge:${refund.charge}`, `payment_intent:${refund.payment_intent}`],
	dispute: (dispute) => [`charge:${dispute.charge}`, `payment_intent:${dispute.payment_intent}`],
	balance_transaction: ({ source }) => [`source:${source}`],
	checkout: ({ intent }) => [`intent:${intent}`],
	"checkout.session": (session) => [
		`customer:${session.customer}`,
		`subscription:${session.subscription}`,
		...(session.payment_link === null ? [] : [`payment_link:${session.payment_link}`]),
	],
	subscription: (subscription) => [`customer:${subscription.customer}`],
	subscription_item: (item) => [`subscription:${item.subscription}`],
	invoice: (invoice) => [
		`customer:${invoice.customer}`,
		`subscription:${invoice.parent?.subscription_details?.subscription ?? null}`,
	],
	promotion_code: (code) => [
		`code:${code.code.toLowerCase()}`,
		`coupon:${code.promotion.coupon}`,
		`customer:${code.customer}`,
	],
	"entitlements.feature": ({ lookup_key }) => [`lookup_key:${lookup_key}`],
	"billing.meter": ({ event_name }) => [`event_name:${event_name}`],
	tax_id: (taxId) => [`customer:${taxId.customer}`],
	productFeature: (attached) => [`product:${attached.product}`, `feature:${attached.feature}`],
	activeEntitlement: (entitlement) => [`customer:${entitlement.customer}`],
	meterEvent: (event) => [
		`identifier:${event.identifier}`,
		`usage:${event.meter} ${event.customer}`,
		`meter:${event.meter}`,
	],
	invoiceitem: (item) => [
		`customer:${item.customer}`,
		`invoice:${item.invoice}`,
		...(item.invoice === null ? [`pending:${item.customer}`] : []),
	],
	credit_note: (note) => [`customer:${note.customer}`, `invoice:${note.invoice}`],
	customer_balance_transaction: ({ customer }) => [`customer:${customer}`],
	customer_cash_balance_transaction: (move) => [
		`customer:${move.customer}`,
		`payment_intent:${(move.applied_to_payment ?? move.unapplied_from_payment)?.payment_intent ?? null}`,
	],
	invoice_payment: (payment) => [
		`invoice:${payment.invoice}`,
		`payment_intent:${payment.payment.payment_intent ?? null}`,
	],
	customer: (customer) => [`email:${customer.email}`, `test_clock:${customer.test_clock ?? null}`],
	quote: ({ customer }) => [`customer:${customer}`],
	subscription_schedule: (schedule) => [`customer:${schedule.customer}`],
	timer: (timer) => [`clock:${timer.clock}`],
	delivery: (delivery) => [`event:${delivery.event}`, `endpoint:${delivery.endpoint}`],
};
