// The first invoice of a subscription made by the server, and what its payment makes of it.
import { isMetered } from "../../catalog/cost-of.ts";
import type { Draft } from "../../core/draft.ts";
import type { Customer, PaymentMethod, Subscription } from "../../core/objects.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { createInvoice } from "../../invoices/build-invoice.ts";
import { type Collection, collectInvoice } from "../../invoices/collect/collect-invoice.ts";
import { refusalOf } from "../../invoices/collect/refuse-unpaid.ts";
import { savedMethod } from "../../invoices/collect/saved-method.ts";
import { finalizeInvoice } from "../../invoices/finalize-invoice.ts";
import { sendInvoice } from "../../invoices/send-invoice.ts";
import type { PaymentBehavior } from "../change/apply-change.ts";
import { saveSubscription, schedulePeriod } from "./build-subscription.ts";

export interface Start {
	subscription: Subscription;
	customer: Customer;
	method: PaymentMethod | undefined;
	behavior: PaymentBehavior | undefined;
	/** Whether nothing is charged for the time until the first anchor. */
	free?: boolean;
}

/**
 * The first invoice is finalized at once, and paid at once unless the caller asked to wait or it is sent
 * to the customer. Emits the invoice's events, then customer.subscription.created in its final state.
 */
export function startSubscription(draft: Draft, wanted: Start): Subscription {
	const { subscription, customer, behavior } = wanted;
	if (startsUnbilled(subscription)) return startWithoutInvoice(draft, subscription);
	const opened = createInvoice(draft, {
		subscription,
		customer,
		reason: "subscription_create",
		period: { start: draft.now, end: draft.now },
		autoAdvance: false,
		...(wanted.free === true ? { items: [] } : {}),
	});
	const sent = subscription.collection_method === "send_invoice";
	const invoice = finalizeInvoice(draft, opened, { announced: false });
	const outcome = collectFirst(draft, { ...wanted, invoice });
	const refused = behavior === "error_if_incomplete" || outcome.kind === "no_payment_method";
	const refusal = refused ? refusalOf(outcome) : null;
	if (refusal !== null) throw refusal;
	if (sent && invoice.amount_due > 0) sendInvoice(draft, invoice);
	const status = startStatus(subscription, outcome);
	const started = saveSubscription(draft, {
		...subscription,
		...savedMethod(draft, subscription, invoice.id),
		status,
		latest_invoice: invoice.id,
	});
	draft.emit("customer.subscription.created", started);
	if (status === "incomplete") {
		const expiresAt = draft.now + draft.settings.incompleteSeconds;
		schedule(draft, "expire_incomplete", started.id, expiresAt);
	} else schedulePeriod(draft, started);
	return started;
}

/** Documented: with metered prices alone, flexible billing mode has nothing to invoice yet. */
export function startsUnbilled({ billing_mode, items }: Subscription): boolean {
	return billing_mode.type === "flexible" && items.data.every(({ price }) => isMetered(price));
}

function startWithoutInvoice(draft: Draft, subscription: Subscription): Subscription {
	const status = subscription.status === "trialing" ? "trialing" : "active";
	const started = saveSubscription(draft, { ...subscription, status });
	draft.emit("customer.subscription.created", started);
	schedulePeriod(draft, started);
	return started;
}

function collectFirst(
	draft: Draft,
	{
		subscription,
		behavior,
		method,
		invoice,
	}: Start & { invoice: ReturnType<typeof createInvoice> },
): Collection {
	const left =
		subscription.collection_method === "send_invoice" || behavior === "default_incomplete";
	if (left && invoice.amount_due > 0) return { kind: "left_open" };
	return collectInvoice(draft, invoice, { announced: false, retried: false, method });
}

/** Documented: while a bank debit is on its way, the subscription runs already. */
const runningAfter: ReadonlySet<string> = new Set(["paid", "nothing_due", "processing"]);

/** A subscription whose invoices are sent runs from the start. */
function startStatus(subscription: Subscription, outcome: Collection): string {
	if (subscription.status === "trialing") return "trialing";
	if (subscription.collection_method === "send_invoice") return "active";
	return runningAfter.has(outcome.kind) ? "active" : "incomplete";
}
