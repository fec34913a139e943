// Charging an open invoice, and what its outcome means for the subscription.
import type { Invoice, PaymentMethod, Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { schedule, unschedule } from "../core/timers.ts";
import { attemptPayment, type PaymentOutcome } from "../payments/payment-intents.ts";
import { reviseSubscription, schedulePeriod } from "../subscriptions/build-subscription.ts";
import { endForFailedPayment } from "../subscriptions/cancel-subscription.ts";
import { findInvoicePayment } from "./finalize-invoice.ts";
import { markPaid, markUncollectible } from "./settle-invoice.ts";

export type Collection = PaymentOutcome | { kind: "nothing_due" } | { kind: "no_payment_method" };

export interface CollectOptions {
	/** Whether changes of the invoice are told as invoice.updated. */
	announced: boolean;
	/** Whether failing leads to further tries, as renewals have and first invoices have not. */
	retried: boolean;
	method: PaymentMethod | undefined;
	/** A person is there to authenticate, or has just done so. */
	authenticated?: boolean;
}

/**
 * Tries to pay the open invoice once. Afterwards it is paid, or open with the attempt counted. Emits the
 * charge's and the intent's events, then the invoice's. The subscription is left to the caller.
 */
export function collectInvoice(
	draft: Draft,
	invoice: Invoice,
	options: CollectOptions,
): Collection {
	const { announced, method } = options;
	if (invoice.amount_due === 0) {
		draft.emit("invoice.payment_succeeded", markPaid(draft, invoice, { announced }));
		return { kind: "nothing_due" };
	}
	const payment = findInvoicePayment(draft, invoice.id);
	const intent = draft.get("payment_intent", payment?.payment.payment_intent ?? "");
	if (method === undefined || intent === undefined) {
		countFailure(draft, invoice, options);
		return { kind: "no_payment_method" };
	}
	const outcome = attemptPayment(draft, intent, {
		method,
		present: false,
		authenticated: options.authenticated ?? false,
	});
	if (outcome.kind === "paid") {
		draft.emit("invoice.payment_succeeded", markPaid(draft, invoice, { announced }));
	} else if (outcome.kind === "declined") {
		countFailure(draft, invoice, options);
	} else {
		awaitAction(draft, invoice, options);
	}
	return outcome;
}

function countFailure(draft: Draft, before: Invoice, { retried }: CollectOptions): void {
	const count = before.attempt_count + 1;
	const offset = retried ? draft.settings.retrySchedule[count - 1] : undefined;
	const firstAt = before.status_transitions.finalized_at ?? draft.now;
	const next = offset === undefined ? null : Math.max(firstAt + offset, draft.now + 1);
	const failed = draft.put("invoice", {
		...before,
		attempt_count: count,
		attempted: true,
		next_payment_attempt: next,
	});
	if (next === null) unschedule(draft, "retry_payment", before.id);
	else schedule(draft, "retry_payment", before.id, next);
	draft.emit("invoice.updated", failed, before);
	draft.emit("invoice.payment_failed", failed);
}

/** Recorded: the attempt is not counted while the bank's question is open. */
function awaitAction(draft: Draft, before: Invoice, { announced }: CollectOptions): void {
	const waiting = draft.put("invoice", {
		...before,
		attempted: true,
		auto_advance: true,
		next_payment_attempt: null,
	});
	if (announced) draft.emit("invoice.updated", waiting, before);
	draft.emit("invoice.payment_action_required", waiting);
	if (draft.settings.paymentFailedAlsoOnAction) draft.emit("invoice.payment_failed", waiting);
}

/** The method charged for a subscription's invoices, in Stripe's documented order. */
export function findMethod(
	draft: Draft,
	subscription: Subscription,
	invoice?: Invoice,
): PaymentMethod | undefined {
	const customer = draft.get("customer", subscription.customer);
	const id =
		invoice?.default_payment_method ??
		subscription.default_payment_method ??
		customer?.invoice_settings.default_payment_method;
	return id ? draft.get("payment_method", id) : undefined;
}

/** Brings the subscription's status in line with how its invoice went. Emits what changes. */
export function followOutcome(
	draft: Draft,
	{ subscription, invoice }: { subscription: Subscription; invoice: Invoice },
	outcome: Collection,
): Subscription {
	if (outcome.kind === "paid" || outcome.kind === "nothing_due") {
		return resumeAfterPayment(draft, subscription);
	}
	if (subscription.status === "incomplete") return subscription;
	const pastDue =
		subscription.status === "active" || subscription.status === "trialing"
			? reviseSubscription(draft, subscription, { status: "past_due" })
			: subscription;
	const current = draft.get("invoice", invoice.id) ?? invoice;
	const exhausted =
		outcome.kind !== "requires_action" &&
		current.next_payment_attempt === null &&
		current.billing_reason === "subscription_cycle";
	return exhausted ? giveUp(draft, pastDue, current) : pastDue;
}

function resumeAfterPayment(draft: Draft, subscription: Subscription): Subscription {
	if (!["incomplete", "past_due", "unpaid"].includes(subscription.status)) return subscription;
	const wasIncomplete = subscription.status === "incomplete";
	unschedule(draft, "expire_incomplete", subscription.id);
	const active = reviseSubscription(draft, subscription, { status: "active" });
	if (wasIncomplete) schedulePeriod(draft, active);
	return active;
}

function giveUp(draft: Draft, subscription: Subscription, invoice: Invoice): Subscription {
	const { afterRetries } = draft.settings;
	if (afterRetries === "leave") return subscription;
	if (afterRetries === "unpaid")
		return reviseSubscription(draft, subscription, { status: "unpaid" });
	markUncollectible(draft, invoice);
	return endForFailedPayment(draft, subscription);
}
