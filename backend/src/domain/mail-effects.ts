// Which mails follow from a customer's change, and from what events tell of invoices.
import type { CustomerDecision, TieredObservation } from "./decide-customer.ts";
import type { Effect } from "./effects.ts";
import type { InvoiceNotice } from "./notice.ts";
import { isTerminal, type TieredSubscription } from "./subscription.ts";

const dayMs = 86_400_000;

/** What happened longer ago is told to nobody: a replay or an import must not wake the past. */
const toldWithinMs = 3 * dayMs;

/** Stripe's own notice is as long: `customer.subscription.trial_will_end`. */
export const trialNoticeMs = 3 * dayMs;

/** `at`: when what it tells of happened, in billing time. */
interface Draft {
	name: string;
	/** Where it shares its key with another mail. */
	keyedAs?: string;
	key: string;
	at: Date;
	data: Effect["data"];
}

export interface Told {
	decision: Pick<CustomerDecision, "user" | "before" | "changed" | "state">;
	notices: readonly InvoiceNotice[];
	now: Date;
}

/**
 * The mails that a decision and its events ask for. Their keys are made of what Stripe says alone, so
 * that a repeated event, a fetch, a replay and an import all end in the same key, which is stored once.
 * A subscription never seen before has no change to tell of, but for a trial's end to come.
 */
export function mailsOf({ decision, notices, now }: Told): Effect[] {
	const { user } = decision;
	if (!user?.email) return [];
	const changes = decision.changed.flatMap((after) => {
		const before = decision.before.find((x) => x.subscription.id === after.subscription.id);
		return before ? mailsOfChange(before, after, decision.state) : [];
	});
	const fresh = [...changes, ...mailsOfNotices(notices)].filter(
		({ at }) => now.getTime() - at.getTime() <= toldWithinMs,
	);
	const reminders = decision.changed.flatMap(({ subscription, lo }) => {
		// Stripe's own instant where it is the later one: its notice comes to the second.
		const seenAt = new Date(Math.max(now.getTime(), lo * 1000));
		return reminderOf(subscription, seenAt) ?? [];
	});
	return [...fresh, ...reminders].map((draft) => toEffect(user.id, draft));
}

/** The reminder of a trial that ends within three days: by an event, or by the passing of time. */
export function trialReminder(
	userId: string,
	subscription: TieredSubscription,
	now: Date,
): Effect | null {
	const draft = reminderOf(subscription, now);
	return draft && toEffect(userId, draft);
}

function reminderOf(subscription: TieredSubscription, now: Date): Draft | null {
	const { id, status, trialEndsAt, cancelsAt } = subscription;
	if (status !== "trialing" || !trialEndsAt) return null;
	const left = trialEndsAt.getTime() - now.getTime();
	// Who has already said that it shall end there is not reminded of it.
	if (left <= 0 || left > trialNoticeMs || (cancelsAt && cancelsAt <= trialEndsAt)) return null;
	return {
		name: "trial_will_end",
		key: `${id}:${seconds(trialEndsAt)}`,
		at: now,
		data: { ...wordsOf(subscription), ends_at: trialEndsAt },
	};
}

function mailsOfChange(
	{ subscription: before }: TieredObservation,
	{ subscription: after, lo }: TieredObservation,
	state: readonly TieredObservation[],
): Draft[] {
	const seenAt = new Date(lo * 1000);
	const others = state.filter((x) => x.subscription.id !== after.id);
	return [
		trialEnded(before, after),
		cancellationScheduled(before, after, seenAt),
		// With another subscription held, nothing ends for the user: such as one bought twice.
		others.some((x) => isHeld(x.subscription)) ? null : ended(before, after, seenAt),
	].flatMap((draft) => draft ?? []);
}

// A first payment that fails, and an end, have mails of their own.
function trialEnded(before: TieredSubscription, after: TieredSubscription): Draft | null {
	const { status, trialEndsAt } = after;
	if (before.status !== "trialing" || !trialEndsAt) return null;
	if (status !== "active" && status !== "paused") return null;
	return {
		name: "trial_ended",
		key: `${after.id}:${seconds(trialEndsAt)}`,
		at: trialEndsAt,
		data: { ...wordsOf(after), status },
	};
}

// Canceling, taking it back and canceling again are two decisions, told apart by `canceled_at`.
function cancellationScheduled(
	before: TieredSubscription,
	after: TieredSubscription,
	seenAt: Date,
): Draft | null {
	const { cancelsAt, canceledAt } = after;
	if (!cancelsAt || isTerminal(after.status)) return null;
	if (before.cancelsAt?.getTime() === cancelsAt.getTime()) return null;
	return {
		name: "cancellation_scheduled",
		key: `${after.id}:${seconds(cancelsAt)}:${canceledAt ? seconds(canceledAt) : ""}`,
		at: canceledAt ?? seenAt,
		data: { ...wordsOf(after), ends_at: cancelsAt },
	};
}

function ended(before: TieredSubscription, after: TieredSubscription, seenAt: Date): Draft | null {
	if (!isHeld(before) || after.status !== "canceled") return null;
	const unpaid = before.status === "past_due" || before.status === "unpaid";
	return {
		name: "subscription_ended",
		key: after.id,
		at: after.endedAt ?? seenAt,
		data: { ...wordsOf(after), ended_at: after.endedAt ?? seenAt, unpaid },
	};
}

function isHeld(subscription: TieredSubscription): boolean {
	return !isTerminal(subscription.status) && subscription.status !== "incomplete";
}

function mailsOfNotices(notices: readonly InvoiceNotice[]): Draft[] {
	const paid = new Set(notices.filter((x) => x.what === "paid").map((x) => x.invoiceId));
	const receipts = notices.filter((x) => x.what === "paid" && x.amount > 0).map(receiptOf);
	const troubles = notices
		.filter((x) => x.what !== "paid" && !x.isFirst && !paid.has(x.invoiceId))
		// Of the two mails about one try, the one that says what to do.
		.sort((a, b) => Number(b.what === "action_required") - Number(a.what === "action_required"))
		.map(troubleOf);
	return [...receipts, ...troubles];
}

function receiptOf(notice: InvoiceNotice): Draft {
	return { name: "receipt", key: notice.invoiceId, at: notice.at, data: factsOf(notice) };
}

// One key for both: a try that fails for want of a confirmation is told by two events.
function troubleOf(notice: InvoiceNotice): Draft {
	return {
		name: notice.what,
		key: `${notice.invoiceId}:${Math.max(notice.attempt, 1)}`,
		keyedAs: "payment",
		at: notice.at,
		data: { ...factsOf(notice), next_attempt_at: notice.nextAttemptAt },
	};
}

function factsOf({ amount, currency, number, url }: InvoiceNotice): Draft["data"] {
	return { amount, currency, number, url };
}

/** The tier, and the price of all items together; no amount where a price has not one amount. */
function wordsOf(subscription: TieredSubscription): Draft["data"] {
	const { items, tierName, currency, interval } = subscription;
	const amounts = items.map((item) => item.unitAmount);
	const oneInterval = items.length > 0 && items.every((item) => item.interval === interval);
	const amount = items.reduce((sum, item) => sum + (item.unitAmount ?? 0) * item.quantity, 0);
	return {
		tier_name: tierName,
		amount: oneInterval && !amounts.includes(null) ? amount : null,
		currency,
		interval,
	};
}

function toEffect(userId: string, { name, keyedAs = name, key, data }: Draft): Effect {
	return { key: `mail:${keyedAs}:${key}`, kind: "mail", name, userId, data };
}

function seconds(at: Date): number {
	return Math.floor(at.getTime() / 1000);
}
