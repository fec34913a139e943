// What was just done, said once at the top of the page it led to.
import { hasEnded } from "../words/subscription-words.ts";
import type { PortalSubscription, PortalView } from "./portal-billing.ts";

const doneWords = {
	canceled: "Your subscription is canceled.",
	resumed: "Your subscription will continue.",
	updated: "Your subscription has been updated.",
	scheduled: "Your subscription will change at the end of the period.",
	kept: "Your subscription stays as it is.",
	paused: "Your subscription is paused.",
	stayed: "Thank you for staying. Your discount applies from the next invoice on.",
	card: "Your payment method has been updated.",
	removed: "The payment method has been removed.",
	details: "Your billing information has been updated.",
} as const;

export type PortalDone = keyof typeof doneWords;

/** The word of an address, if it is one of these. */
export function doneOf(query: string | undefined): PortalDone | null {
	return query !== undefined && isDone(query) ? query : null;
}

function isDone(word: string): word is PortalDone {
	return Object.hasOwn(doneWords, word);
}

/** The sentence; null when it would claim what has been undone since. */
export function wordsOfDone(view: PortalView, done: PortalDone | null): string | null {
	if (done === null || !isTrue(view, done)) return null;
	return doneWords[done];
}

function isTrue({ subscriptions, cards }: PortalView, done: PortalDone): boolean {
	const going = (item: PortalSubscription) => item.cancelsAt === null && !hasEnded(item);
	const waits = subscriptions.some((item) => item.scheduledChange !== null);
	if (done === "canceled") return subscriptions.some((item) => !going(item));
	if (done === "resumed") return subscriptions.some(going);
	if (done === "scheduled") return waits;
	if (done === "kept") return !waits;
	if (done === "paused") return subscriptions.some(({ status }) => status === "paused");
	if (done === "stayed")
		return subscriptions.some((item) => going(item) && item.discounts.length > 0);
	return done !== "card" || cards.length > 0;
}
