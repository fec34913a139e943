// The facts of a subscription, as a list of terms and values.
import type { BillingReply, BillingSubscription } from "@tollgate/backend/contract";
import type { ReactNode } from "react";
import { formatDay, formatMinute } from "../../format/dates.ts";
import { priceText } from "./standing.ts";

const accessWords = {
	full: "Full access",
	grace: "Full access for now",
	blocked: "No access",
} as const;

type Fact = Readonly<{ term: string; value: ReactNode }>;

export function SubscriptionFacts({ billing }: Readonly<{ billing: BillingReply }>) {
	const { subscription, access } = billing;
	const facts: Fact[] = [
		...(subscription ? factsOf(subscription) : []),
		{ term: "Access", value: accessWords[access] },
	];
	return (
		<dl className="grid gap-x-10 sm:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]">
			{facts.map(({ term, value }) => (
				<div
					key={term}
					className="flex items-baseline justify-between gap-4 border-t border-line py-3.5 sm:flex-col sm:justify-start sm:gap-1"
				>
					<dt className="text-sm text-ink-faint">{term}</dt>
					<dd className="text-right font-medium tabular-nums sm:text-left">{value}</dd>
				</div>
			))}
		</dl>
	);
}

function factsOf(subscription: BillingSubscription): Fact[] {
	const facts: Fact[] = [];
	const price = priceText(subscription);
	if (price) facts.push({ term: "Price", value: price });
	facts.push(...nextCharge(subscription));
	if (subscription.cancels_at && !subscription.ended_at) {
		facts.push({ term: "Ends", value: <Day instant={subscription.cancels_at} /> });
	}
	if (subscription.ended_at) {
		facts.push({ term: "Ended", value: <Day instant={subscription.ended_at} /> });
	}
	return facts;
}

/** One line about the next time money moves, named after what it is. */
function nextCharge(subscription: BillingSubscription): Fact[] {
	const { status, trial_ends_at: trialEndsAt, current_period_ends_at: periodEndsAt } = subscription;
	const live = status === "trialing" || status === "active" || status === "past_due";
	if (!live || subscription.ended_at) return [];
	if (subscription.cancels_at) return [{ term: "Next charge", value: "None" }];
	if (status === "trialing" && trialEndsAt) {
		return [{ term: "First charge", value: <Day instant={trialEndsAt} /> }];
	}
	return periodEndsAt ? [{ term: "Next charge", value: <Day instant={periodEndsAt} /> }] : [];
}

/** A day that keeps its exact instant for machines and, in the tooltip, for people. */
export function Day({ instant }: Readonly<{ instant: string }>) {
	return (
		<time dateTime={instant} title={formatMinute(instant)}>
			{formatDay(instant)}
		</time>
	);
}
