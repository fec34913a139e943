// Says in plain words how a subscription stands, and what is to be done about it.
import type { BillingReply, BillingSubscription } from "@tollgate/backend/contract";
import type { Tone } from "../../components/notice.tsx";
import { formatDay } from "../../format/dates.ts";
import { formatMoney } from "../../format/money.ts";

export type Standing = Readonly<{
	/** The status in a person's words; Stripe's own word stands beside it on the page. */
	word: string;
	tone: Tone;
	title: string;
	text: string;
	/** Where the one button of the message leads. */
	action: "portal" | "pricing" | "none";
	actionLabel: string;
}>;

/** How the person behind `billing` stands. A status word that Stripe may add later is shown as it is. */
export function standingOf(billing: BillingReply): Standing {
	const { subscription, access } = billing;
	if (!subscription) return withoutSubscription(billing);
	if (subscription.cancels_at && isLive(subscription)) return ending(subscription);
	const known = byStatus[subscription.status];
	if (known) return known(subscription, access);
	return {
		word: subscription.status,
		tone: "info",
		title: "Your subscription is being updated",
		text: "Open billing to see the details.",
		...manage,
	};
}

type Access = BillingReply["access"];

const manage = { action: "portal", actionLabel: "Open billing" } as const;
const choose = { action: "pricing", actionLabel: "See pricing" } as const;
const updateCard = { action: "portal", actionLabel: "Update payment method" } as const;
const nothing = { action: "none", actionLabel: "" } as const;

const byStatus: Record<
	string,
	((subscription: BillingSubscription, access: Access) => Standing) | undefined
> = {
	trialing: (subscription) => ({
		word: "Free trial",
		tone: "info",
		title: "Your free trial is running",
		text: firstChargeText(subscription),
		...nothing,
	}),
	active: (subscription) => ({
		word: "Active",
		tone: "ok",
		title: "Your subscription is active",
		text: subscription.current_period_ends_at
			? `It renews on ${formatDay(subscription.current_period_ends_at)}.`
			: "There is nothing to do.",
		...nothing,
	}),
	past_due: (_subscription, access) => ({
		word: "Payment overdue",
		tone: access === "blocked" ? "danger" : "warn",
		title: "Your last payment did not go through",
		text:
			access === "blocked"
				? "Access is paused until a payment succeeds. Update your payment method to continue."
				: "You still have access for a few days. Update your payment method to keep it.",
		...updateCard,
	}),
	unpaid: () => ({
		word: "Unpaid",
		tone: "danger",
		title: "Your subscription is unpaid",
		text: "Several payments failed, so access is paused. Update your payment method to continue.",
		...updateCard,
	}),
	paused: () => ({
		word: "Paused",
		tone: "warn",
		title: "Your subscription is paused",
		text: "The trial ended without a payment method. Add one to continue.",
		action: "portal",
		actionLabel: "Add payment method",
	}),
	incomplete: () => ({
		word: "Payment incomplete",
		tone: "warn",
		title: "Your first payment is not finished",
		text: "Your bank may want you to confirm it. Nothing is active until then.",
		action: "portal",
		actionLabel: "Finish payment",
	}),
	incomplete_expired: () => ({
		word: "Never started",
		tone: "info",
		title: "Your subscription did not start",
		text: "The first payment was not finished in time, and nothing was charged.",
		...choose,
	}),
	canceled: (subscription) => ({
		word: "Canceled",
		tone: "info",
		title: "Your subscription has ended",
		text: subscription.ended_at
			? `It ended on ${formatDay(subscription.ended_at)}. You are welcome back any time.`
			: "You are welcome back any time.",
		...choose,
	}),
};

function withoutSubscription({ access }: BillingReply): Standing {
	// Access without a subscription: somebody gave it, so there is nothing to buy or to fix.
	return access === "blocked"
		? {
				word: "No subscription",
				tone: "info",
				title: "You have no subscription yet",
				text: "Choose a tier to get started.",
				...choose,
			}
		: {
				word: "Complimentary",
				tone: "ok",
				title: "You have access without a subscription",
				text: "There is nothing to pay.",
				...nothing,
			};
}

function ending(subscription: BillingSubscription): Standing {
	const day = formatDay(subscription.cancels_at ?? "");
	const trialing = subscription.status === "trialing";
	return {
		word: trialing ? "Free trial, ending" : "Ending",
		tone: "warn",
		title: `Your ${trialing ? "trial" : "subscription"} ends on ${day}`,
		text: `You have access until then${trialing ? "" : ", and you will not be charged again"}. You can still resume it.`,
		action: "portal",
		actionLabel: "Resume",
	};
}

function isLive({ status }: BillingSubscription): boolean {
	return status === "trialing" || status === "active";
}

function firstChargeText(subscription: BillingSubscription): string {
	const price = priceText(subscription);
	if (!subscription.trial_ends_at) return "You are not charged while it runs.";
	const day = formatDay(subscription.trial_ends_at);
	return price
		? `Then ${price}, from ${day}. Cancel before that and you pay nothing.`
		: `Your first charge is on ${day}. Cancel before that and you pay nothing.`;
}

/** What one interval costs, "$79/month", with the quantity multiplied in; null when not one amount. */
export function priceText(subscription: BillingSubscription): string | null {
	const { unit_amount: amount, currency, quantity, interval } = subscription;
	if (amount === null) return null;
	const total = formatMoney(amount * quantity, currency);
	return interval ? `${total}/${interval}` : total;
}
