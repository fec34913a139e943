// A quote that is accepted becomes a subscription, a schedule, or an invoice.
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { Quote } from "../core/objects.ts";
import { type Given, given } from "../core/params/given.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { unschedule } from "../core/time/schedule-timer.ts";
import { createSchedule } from "../schedules/create-schedule.ts";
import { scheduleCreateParams } from "../schedules/schedule-params.ts";
import {
	createSubscription,
	subscriptionCreateParams,
} from "../subscriptions/start/create-subscription.ts";
import { refuseStatus } from "./close-quote.ts";
import { invoiceQuote } from "./invoice-quote.ts";
import { promisedDiscounts } from "./promised-discounts.ts";
import type { QuoteLine } from "./quote-line.ts";

/**
 * Accepted, and what it promised exists. Emits what making that emits, then quote.accepted. Errors: not
 * open; a customer who cannot pay; what was promised is not to be had any more.
 */
export function acceptQuote(draft: Draft, id: string): Quote {
	const quote = getRecord(draft, "quote", { id });
	refuseStatus(quote, ["open"], "accepted");
	unschedule(draft, "expire_quote", id);
	const accepted = draft.put("quote", {
		...quote,
		...makeTrue(draft, quote),
		status: "accepted",
		status_transitions: { ...quote.status_transitions, accepted_at: draft.now },
	});
	draft.emit("quote.accepted", accepted);
	return accepted;
}

type Made = Partial<Pick<Quote, "invoice" | "subscription" | "subscription_schedule">>;

/** A date in the past is ignored. Documented. */
function makeTrue(draft: Draft, quote: Quote): Made {
	const { lines } = getRecord(draft, "quoteLines", { id: quote.id });
	if (!lines.some(({ item }) => item.price?.recurring)) {
		return { invoice: invoiceQuote(draft, quote, lines).id };
	}
	const startsAt = quote.subscription_data.effective_date ?? draft.now;
	return startsAt > draft.now
		? { subscription_schedule: scheduleIt(draft, quote, { lines, startsAt }) }
		: { subscription: subscribe(draft, quote, lines) };
}

function subscribe(draft: Draft, quote: Quote, lines: readonly QuoteLine[]): string {
	const data = quote.subscription_data;
	const { days_until_due } = quote.invoice_settings;
	const params = given(subscriptionCreateParams, {
		...sold(draft, quote, lines),
		customer: quote.customer ?? undefined,
		automatic_tax: { enabled: quote.automatic_tax.enabled },
		billing_mode: { type: data.billing_mode.type },
		collection_method: quote.collection_method,
		currency: quote.currency ?? undefined,
		...(quote.collection_method === "send_invoice" && days_until_due !== null
			? { days_until_due }
			: {}),
		default_tax_rates: quote.default_tax_rates,
		description: data.description ?? undefined,
		metadata: data.metadata ?? undefined,
		...trialOf(quote),
	});
	return createSubscription(draft, params).id;
}

function trialOf({ subscription_data: { trial_period_days: days } }: Quote) {
	return days === null || days === 0 ? {} : { trial_period_days: days };
}

/** What recurs, and what is sold once beside it, on the first invoice. */
function sold(draft: Draft, quote: Quote, lines: readonly QuoteLine[]) {
	const lineOf = ({ item, taxRates, discounts }: QuoteLine): { [key: string]: Given } => ({
		price: item.price?.id,
		quantity: item.quantity ?? undefined,
		...(taxRates.length === 0 ? {} : { tax_rates: taxRates }),
		...(discounts.length === 0 ? {} : { discounts: promisedDiscounts(draft, discounts) }),
	});
	const once = lines.filter(({ item }) => !item.price?.recurring);
	return {
		items: lines.filter(({ item }) => item.price?.recurring).map(lineOf),
		...(once.length === 0 ? {} : { add_invoice_items: once.map(lineOf) }),
		...(quote.discounts.length === 0
			? {}
			: { discounts: promisedDiscounts(draft, quote.discounts) }),
	};
}

/** One phase of one interval, after which the subscription goes on without the schedule. */
function scheduleIt(
	draft: Draft,
	quote: Quote,
	{ lines, startsAt }: { lines: readonly QuoteLine[]; startsAt: number },
): string {
	refuseUnscheduled(quote, lines);
	const data = quote.subscription_data;
	const days = data.trial_period_days ?? 0;
	const recurring = lines.find(({ item }) => item.price?.recurring)?.item.price?.recurring;
	const trialEnd = days === 0 ? undefined : startsAt + days * 86_400;
	const params = given(scheduleCreateParams, {
		customer: quote.customer ?? undefined,
		start_date: startsAt,
		end_behavior: "release",
		billing_mode: { type: data.billing_mode.type },
		...(data.description === null ? {} : { default_settings: { description: data.description } }),
		phases: [
			{
				...sold(draft, quote, lines),
				// A phase must reach past its own trial.
				...(trialEnd === undefined
					? {
							duration: {
								interval: recurring?.interval,
								interval_count: recurring?.interval_count,
							},
						}
					: { end_date: trialEnd + 86_400, trial_end: trialEnd }),
				metadata: data.metadata ?? undefined,
			},
		],
	});
	return createSchedule(draft, params).id;
}

/** A schedule of this simulator has no taxes of its own and is charged automatically. */
function refuseUnscheduled(quote: Quote, lines: readonly QuoteLine[]): void {
	const taxed =
		(quote.default_tax_rates ?? []).length > 0 || lines.some((line) => line.taxRates.length > 0);
	const reason =
		quote.collection_method === "send_invoice"
			? "whose invoices are sent"
			: taxed
				? "with tax rates"
				: null;
	if (reason === null) return;
	throw invalidRequest(
		`This simulator cannot begin a subscription ${reason} at a later \`effective_date\`.`,
		{ param: "subscription_data[effective_date]" },
	);
}
