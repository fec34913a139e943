// A subscription that began before it was made: billed for the time that has passed.
import { costOf, isMetered } from "../catalog/cost-of.ts";
import type { Draft } from "../core/draft.ts";
import type { Subscription, SubscriptionItem } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { periodEndAfter, wholePeriodAt } from "../core/time/calendar.ts";
import { pricingOf, recordInvoiceItem, unitAmountOf } from "../invoices/items/invoice-items.ts";
import { describeSpan } from "../invoices/lines/line-words.ts";
import { shareOfTime } from "../prorations/share-of-time.ts";
import { cadenceOf } from "../subscriptions/start/build-subscription.ts";

/** What an invoice can hold. Documented. */
const mostLines = 250;

interface Span {
	start: number;
	end: number;
	/** Minor units for the span. */
	amount: number;
}

/**
 * One invoice item per natural billing cycle from the backdated start to the running period; in classic
 * billing mode a single one, counted in imagined cycles from that start. Metered prices have none. Emits
 * invoiceitem.created. Error: more than an invoice can hold. Documented, the words are not.
 */
export function billPast(draft: Draft, subscription: Subscription): void {
	const licensed = subscription.items.data.filter(({ price }) => !isMetered(price));
	const spans = licensed.flatMap((item) =>
		spansOf(draft, subscription, item).map((span) => ({ item, span })),
	);
	if (spans.length > mostLines) {
		throw invalidRequest(`Backdating would make more than ${mostLines} invoice line items.`, {
			param: "backdate_start_date",
		});
	}
	for (const { item, span } of spans) recordSpan(draft, subscription, { item, span });
}

function spansOf(draft: Draft, subscription: Subscription, item: SubscriptionItem): Span[] {
	const { billing_cycle_anchor: anchor, currency, start_date: from } = subscription;
	const cost = costOf(draft, item.price, { quantity: item.quantity ?? 1, currency });
	const cadence = cadenceOf(item.price);
	const classic = subscription.billing_mode.type === "classic";
	const until = classic && anchor > draft.now ? anchor : item.current_period_start;
	const spans: Span[] = [];
	for (let at = from; at < until; ) {
		const whole = classic
			? { start: at, end: periodEndAfter(at, from, cadence) }
			: wholePeriodAt(at, anchor, cadence);
		const end = Math.min(whole.end, until);
		const amount = shareOfTime(cost, end - at, whole.end - whole.start);
		spans.push({ start: at, end, amount });
		at = end;
	}
	if (!classic || spans.length === 0) return spans;
	return [{ start: from, end: until, amount: spans.reduce((sum, one) => sum + one.amount, 0) }];
}

function recordSpan(
	draft: Draft,
	subscription: Subscription,
	{ item, span }: { item: SubscriptionItem; span: Span },
): void {
	const quantity = item.quantity ?? 1;
	const { start, end, amount } = span;
	recordInvoiceItem(draft, {
		customer: subscription.customer,
		currency: subscription.currency,
		amount,
		description: describeSpan(draft.get("product", item.price.product), { quantity, start, end }),
		quantity,
		period: { start, end },
		pricing: pricingOf(item.price, unitAmountOf(amount, quantity)),
		parent: {
			type: "subscription_details",
			subscription_details: { subscription: subscription.id, subscription_item: item.id },
		},
		metadata: subscription.metadata,
		taxRates: item.tax_rates ?? [],
		prorationDetails: { credited_items: null, discount_amounts: [] },
	});
}
