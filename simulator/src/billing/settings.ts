// What real Stripe keeps in account settings, or does in ways nobody could record: named, with defaults.

import type { Subscription } from "./core/objects.ts";

/** Durations in seconds of the simulated clock unless the name says otherwise. */
export interface Settings {
	/** Shown on the hosted pages and in `account_name`. */
	businessName: string;
	/** How long a renewal invoice stays a draft. Documented as about one hour. */
	draftSeconds: number;
	/**
	 * When a failed renewal is charged again, counted from the first attempt. Unverified: Stripe's smart
	 * retries choose freely.
	 */
	retrySchedule: readonly number[];
	/** What follows the last failed retry. Unverified order of events. */
	afterRetries: "cancel" | "unpaid" | "leave";
	/** Whether `invoice.payment_failed` accompanies a charge that needs authentication. Unverified. */
	paymentFailedAlsoOnAction: boolean;
	/** `cancel_at` as recorded for flexible subscriptions, `cancel_at_period_end` as in older ones. */
	portalCancelStyle: "cancel_at" | "cancel_at_period_end";
	/** Whether a new default card in the portal is tried at once for open invoices. Unverified. */
	portalCardPaysOpenInvoices: boolean;
	/** Whether a promotion code used in the portal takes the place of earlier discounts. Unverified. */
	portalCodeReplaces: boolean;
	/** Whether a pause in the portal credits what was paid and not used. Unverified. */
	portalPauseCredits: boolean;
	/** Whether a new default card there also takes the place of subscriptions' own cards. Unverified. */
	portalCardReplacesSubscriptionCards: boolean;
	/** In which statuses a subscription gives its features. Unverified for `past_due`. */
	entitlingStatuses: readonly Subscription["status"][];
	/** How halves of the smallest unit are rounded in a line's tax, per rate. Unverified. */
	taxRounding: "half_away" | "half_even";
	/**
	 * Where the period of an item begins that moves to a price of another interval: where it began, as recorded
	 * for a change in the first period, or where the anchor has it. Unverified for later ones.
	 */
	intervalChangePeriod: "keeps_start" | "from_anchor";
	/** When an advancing invoice is charged that was finalized by hand. Unverified: documented as about an hour. */
	manualFinalizeSeconds: number;
	/** How late `invoice_payment.paid` follows; recorded between 14 and 22 seconds. */
	invoicePaymentDelaySeconds: number;
	/** An incomplete subscription expires after this. Documented. */
	incompleteSeconds: number;
	/** How long before a renewal `invoice.upcoming` comes; 0 for never. An account setting at Stripe. */
	upcomingNoticeSeconds: number;
	/** How long before its due date `invoice.will_be_due` comes; 0 for never. An account setting at Stripe. */
	dueNoticeSeconds: number;
	/** An update that waits for its payment is dropped after this. Documented as about 23 hours. */
	pendingUpdateSeconds: number;
	/** A resumption that waits for its payment is dropped after this. Documented. */
	resumptionSeconds: number;
	/** A checkout session's life unless it says otherwise. Recorded. */
	sessionSeconds: number;
	/** A quote's life unless it says otherwise. Recorded: the template's thirty days. */
	quoteSeconds: number;
	/** Whether a quote is canceled when its revision is finalized. Unverified. */
	quoteRevisionCancels: boolean;
	/** Whether the one-off invoice of an accepted quote goes on by itself. Unverified. */
	quoteInvoiceAdvances: boolean;
	/** Whether a payment link becomes inactive, and says so, at its limit of sessions. Unverified. */
	paymentLinkClosesAtLimit: boolean;
	/** How late a charge of `automatic_async` gets its balance transaction. Unverified. */
	captureDelaySeconds: number;
	/** How long an uncaptured card payment is held. Documented as seven days. */
	authorizationSeconds: number;
	/** How long a bank debit stays `processing`. Documented as three minutes for slow test accounts. */
	bankDebitSeconds: number;
	/** When a refund of the pending or failing test card is decided. Unverified. */
	refundDecisionSeconds: number;
	/** What a dispute costs in minor units, won or lost. Unverified: it differs by country. */
	disputeFee: number;
	/** How long a dispute can be answered before it is lost by itself. Unverified: networks differ. */
	disputeSeconds: number;
	/** Whether a dispute cancels the subscription its payment was for. An account setting at Stripe. */
	subscriptionOnDispute: "leave" | "cancel";
	/** How long a new object cannot be found by search yet; at Stripe up to a minute. Unverified. */
	searchDelaySeconds: number;
	/** Whether discounts of subscriptions are told as customer.discount events. Unverified. */
	discountEvents: boolean;
	/** How long refused meter events of the stream are collected before a thin event tells them. Unverified. */
	meterErrorSeconds: number;
	/** The notice before a trial ends. Documented as three days. */
	trialNoticeSeconds: number;
	/** Requests per second before a 429, all together and for one endpoint; 0 for no limit. Stripe: 25, 25. */
	rateLimitPerSecond: number;
	rateLimitPerEndpoint: number;
	/**
	 * When an event that was not taken is sent again, wall time. `live` is Stripe's three days of growing
	 * waits and `sandbox` its three tries over some hours, both with unverified waits; `quick` begins with
	 * seconds, so that a developer who restarts his server sees what he missed.
	 */
	deliveryRetries: "quick" | "sandbox" | "live";
	/**
	 * After how many days of wall time in which it took nothing an endpoint is disabled, under `live` and
	 * `sandbox`; 0 for never. Unverified: people report nine days between Stripe's first failure and the end.
	 */
	endpointFailingDays: number;
	/** Whether events that wait together are sent in an order of chance. Seen with real Stripe. */
	scrambleDelivery: boolean;
	/** How many of the taken events are sent a second time, from 0 to 1. */
	duplicateRate: number;
	/** How many deliveries are lost for good, from 0 to 1; their events stay undelivered in the log. */
	dropRate: number;
	/** How long an event waits before it is first sent, in milliseconds of wall time. */
	deliveryDelayMs: number;
	/** After how many days an event leaves the log. Documented as thirty. */
	eventRetentionDays: number;
	/** How many customers one test clock takes. Documented as three. */
	testClockCustomers: number;
	/** How many subscriptions a customer on a test clock may have at once. Three, unverified. */
	testClockSubscriptions: number;
	/** How long a test clock is seen advancing, in milliseconds of wall time. Unverified. */
	testClockAdvanceMs: number;
}

const hour = 3600;
const day = 24 * hour;

export const defaultSettings: Settings = {
	businessName: "Tollgate Demo",
	draftSeconds: hour,
	retrySchedule: [day, 3 * day, 5 * day, 7 * day],
	afterRetries: "cancel",
	paymentFailedAlsoOnAction: false,
	portalCancelStyle: "cancel_at",
	portalCardPaysOpenInvoices: true,
	portalCodeReplaces: true,
	portalPauseCredits: true,
	portalCardReplacesSubscriptionCards: true,
	entitlingStatuses: ["active", "past_due", "trialing"],
	taxRounding: "half_away",
	intervalChangePeriod: "keeps_start",
	manualFinalizeSeconds: hour,
	invoicePaymentDelaySeconds: 15,
	incompleteSeconds: 23 * hour,
	upcomingNoticeSeconds: 7 * day,
	dueNoticeSeconds: 3 * day,
	pendingUpdateSeconds: 23 * hour,
	resumptionSeconds: 23 * hour,
	sessionSeconds: day,
	quoteSeconds: 30 * day,
	quoteRevisionCancels: true,
	quoteInvoiceAdvances: false,
	paymentLinkClosesAtLimit: true,
	captureDelaySeconds: 2,
	authorizationSeconds: 7 * day,
	bankDebitSeconds: 180,
	refundDecisionSeconds: 60,
	disputeFee: 1500,
	disputeSeconds: 7 * day,
	subscriptionOnDispute: "leave",
	searchDelaySeconds: 0,
	discountEvents: true,
	meterErrorSeconds: 10,
	trialNoticeSeconds: 3 * day,
	rateLimitPerSecond: 0,
	rateLimitPerEndpoint: 0,
	deliveryRetries: "quick",
	endpointFailingDays: 9,
	scrambleDelivery: false,
	duplicateRate: 0,
	dropRate: 0,
	deliveryDelayMs: 0,
	eventRetentionDays: 30,
	testClockCustomers: 3,
	testClockSubscriptions: 3,
	testClockAdvanceMs: 0,
};

type WordOf<Value> = Value extends readonly (infer One)[] ? One : Value;

/** What the settings that are words, or lists of words, may say; the others take any value of their default's kind. */
export const settingWords: { [Name in keyof Settings]?: readonly WordOf<Settings[Name]>[] } = {
	afterRetries: ["cancel", "unpaid", "leave"],
	deliveryRetries: ["quick", "sandbox", "live"],
	entitlingStatuses: [
		"active",
		"canceled",
		"incomplete",
		"incomplete_expired",
		"past_due",
		"paused",
		"trialing",
		"unpaid",
	],
	intervalChangePeriod: ["keeps_start", "from_anchor"],
	portalCancelStyle: ["cancel_at", "cancel_at_period_end"],
	taxRounding: ["half_away", "half_even"],
};
