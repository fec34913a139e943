// Says in the portal how a subscription stands and what happens to it next.

import type { PortalSubscription } from "../portal/portal-billing.ts";
import { formatDate } from "./dates.ts";
import { formatMoney } from "./money.ts";
import { rhythm } from "./price-words.ts";

/** How a state looks: good, waiting, wrong, or over. */
export type Tone = "good" | "wait" | "bad" | "over";

export interface Standing {
	label: string;
	tone: Tone;
	/** What happens next, with its date. */
	next: string;
}

/** `ended` can neither be cancelled nor taken back. */
export function hasEnded(subscription: PortalSubscription): boolean {
	return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}

/** The day access ends when it is cancelled now, or the day it already ends. Unix seconds. */
export function accessEndsAt(subscription: PortalSubscription): number {
	return subscription.cancelsAt ?? subscription.currentPeriodEndsAt;
}

/** "$79.00 per month", for all seats together. */
export function subscriptionPrice({
	unitAmount,
	quantity,
	currency,
	interval,
	intervalCount,
}: Pick<
	PortalSubscription,
	"unitAmount" | "quantity" | "currency" | "interval" | "intervalCount"
>): string {
	return `${formatMoney(unitAmount * quantity, currency)} ${rhythm(interval, intervalCount)}`;
}

/** The state in a word and what comes next in a sentence. */
export function standingOf(subscription: PortalSubscription): Standing {
	const { status, cancelsAt } = subscription;
	if (hasEnded(subscription))
		return { label: "Canceled", tone: "over", next: "This subscription has ended." };
	if (cancelsAt !== null) {
		const day = formatDate(cancelsAt);
		return {
			label: "Canceling",
			tone: "wait",
			next: `You keep access until ${day}. You will not be charged again.`,
		};
	}
	return standings[status]?.(subscription) ?? { label: status, tone: "wait", next: "" };
}

const standings: Record<string, (subscription: PortalSubscription) => Standing> = {
	trialing: (subscription) => {
		const day = formatDate(subscription.trialEndsAt ?? subscription.currentPeriodEndsAt);
		const next = `Free until ${day}. Your card is charged on that day.`;
		return { label: "Trial", tone: "good", next };
	},
	active: (subscription) => {
		const day = formatDate(subscription.currentPeriodEndsAt);
		return { label: "Active", tone: "good", next: `Renews on ${day}.` };
	},
	past_due: () => ({
		label: "Payment failed",
		tone: "bad",
		next: "The last payment did not go through.",
	}),
	unpaid: () => ({
		label: "Unpaid",
		tone: "bad",
		next: "The last payments did not go through, and no more are tried.",
	}),
	incomplete: () => ({
		label: "Incomplete",
		tone: "bad",
		next: "The first payment has not gone through yet.",
	}),
	paused: ({ resumesAt }) => {
		const until = resumesAt === null ? "" : ` It resumes on ${formatDate(resumesAt)}.`;
		const next = `Nothing is charged while it is paused.${until}`;
		return { label: "Paused", tone: "wait", next };
	},
};
