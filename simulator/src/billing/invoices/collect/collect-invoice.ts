// Charging an open invoice.

import type { Draft } from "../../core/draft.ts";
import type { Invoice, PaymentMethod, Subscription } from "../../core/objects.ts";
import { schedule, unschedule } from "../../core/time/schedule-timer.ts";
import { defaultMethodOf } from "../../customers/default-method.ts";
import { attemptPayment, type PaymentOutcome } from "../../payments/intents/payment-intents.ts";
import { findInvoicePayment } from "../finalize-invoice.ts";
import { markPaid } from "./settle-invoice.ts";

/** `left_open`: nobody tried, because the caller or the customer is to pay it. */
export type Collection =
	| PaymentOutcome
	| { kind: "nothing_due" }
	| { kind: "no_payment_method" }
	| { kind: "left_open" };

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
		authenticated: options.authenticated ?? false,
	});
	recordOutcome(draft, invoice, { ...options, outcome });
	return outcome;
}

/** What an attempt means for the open invoice it was made for. Emits the invoice's events. */
export function recordOutcome(
	draft: Draft,
	invoice: Invoice,
	attempt: Pick<CollectOptions, "announced" | "retried"> & { outcome: PaymentOutcome },
): void {
	const { announced, outcome } = attempt;
	if (outcome.kind === "paid") {
		draft.emit("invoice.payment_succeeded", markPaid(draft, invoice, { announced }));
	} else if (outcome.kind === "declined") {
		countFailure(draft, invoice, attempt);
	} else if (outcome.kind === "requires_action") {
		awaitAction(draft, invoice, attempt);
	}
}

function countFailure(
	draft: Draft,
	before: Invoice,
	{ retried }: Pick<CollectOptions, "retried">,
): void {
	const count = before.attempt_count + 1;
	const offset = retried ? draft.settings.retrySchedule[count - 1] : undefined;
	const firstAt = before.status_transitions.finalized_at ?? draft.now;
	const next = offset === undefined ? null : Math.max(firstAt + offset, draft.now + 1);
	const failed = draft.put("invoice", {
		...before,
		attempt_count: count,
		attempted: true,
		...(next === null ? {} : { auto_advance: true }),
		next_payment_attempt: next,
	});
	if (next === null) unschedule(draft, "retry_payment", before.id);
	else schedule(draft, "retry_payment", before.id, next);
	draft.emit("invoice.updated", failed, before);
	draft.emit("invoice.payment_failed", failed);
}

/** Recorded: the attempt is not counted while the bank's question is open. */
function awaitAction(
	draft: Draft,
	before: Invoice,
	{ announced }: Pick<CollectOptions, "announced">,
): void {
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
	{ customer, default_payment_method }: Pick<Subscription, "customer" | "default_payment_method">,
	invoice?: Invoice,
): PaymentMethod | undefined {
	const payer = draft.get("customer", customer);
	const id =
		invoice?.default_payment_method ?? default_payment_method ?? (payer && defaultMethodOf(payer));
	return id ? draft.get("payment_method", id) : undefined;
}

/** The method charged for this invoice: its own, its subscription's or its customer's. */
export function methodOf(draft: Draft, invoice: Invoice): PaymentMethod | undefined {
	const subscription = subscriptionOf(draft, invoice);
	const customer = invoice.customer ?? "";
	return findMethod(draft, subscription ?? { customer, default_payment_method: null }, invoice);
}

/** The subscription an invoice is for; undefined when it was made by hand. */
export function subscriptionOf(draft: Draft, invoice: Invoice): Subscription | undefined {
	return draft.get("subscription", invoice.parent?.subscription_details?.subscription ?? "");
}
