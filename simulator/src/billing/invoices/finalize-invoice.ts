// A draft becomes a demand: numbered, dated, and with an intent to pay it.

import { applyBalance, balanceAfter } from "../balance/customer-balance.ts";
import type { Draft } from "../core/draft.ts";
import type { Invoice, InvoicePayment, PaymentIntent } from "../core/objects.ts";
import { schedule, unschedule } from "../core/time/schedule-timer.ts";
import { recountUsage } from "../meters/recount-usage.ts";
import { createPaymentIntent } from "../payments/intents/payment-intents.ts";
import { withoutUnknownTax } from "../taxes/tax-location.ts";
import { withTotals } from "./total-invoice.ts";

export interface FinalizeOptions {
	/** Whether the step is also told as invoice.updated, as it is outside the first invoice. */
	announced: boolean;
	/** False when nobody is to pay it, so that no intent is made. */
	collectible?: boolean;
	/** The intent that has already paid it, as in Checkout; else one is made when something is due. */
	intent?: PaymentIntent;
}

/**
 * The invoice is open afterwards, with the customer's balance set against it. Emits customer.updated when
 * the balance moves, payment_intent.created, invoice.updated, invoice.finalized.
 */
export function finalizeInvoice(draft: Draft, before: Invoice, options: FinalizeOptions): Invoice {
	unschedule(draft, "finalize_invoice", before.id);
	const counted = withoutUnknownTax(draft, recountUsage(draft, before));
	const summed = withTotals(counted, startingBalance(draft, before, options));
	const intent = options.intent ?? intentFor(draft, summed, options);
	if (intent !== undefined) createInvoicePayment(draft, summed, intent);
	const page = `${draft.baseUrl}/i/${before.id}`;
	const open = draft.put("invoice", {
		...summed,
		automatically_finalizes_at: null,
		effective_at: before.effective_at ?? draft.now,
		ending_balance: balanceAfter(summed),
		hosted_invoice_url: page,
		invoice_pdf: `${page}/pdf`,
		next_payment_attempt: null,
		number: before.number ?? takeNumber(draft, before.customer),
		rendering:
			before.rendering === null ? null : { ...before.rendering, pdf: { page_size: "letter" } },
		status: "open",
		status_transitions: { ...before.status_transitions, finalized_at: draft.now },
	});
	applyBalance(draft, open);
	if (open.due_date !== null) scheduleDue(draft, open.id, open.due_date);
	if (options.announced) draft.emit("invoice.updated", open, before);
	draft.emit("invoice.finalized", open);
	return open;
}

/** The day by which it is to be paid is announced, and comes. */
function scheduleDue(draft: Draft, invoice: string, dueAt: number): void {
	schedule(draft, "invoice_overdue", invoice, dueAt);
	const notice = draft.settings.dueNoticeSeconds;
	const noticeAt = dueAt - notice;
	if (notice > 0 && noticeAt > draft.now) schedule(draft, "invoice_will_be_due", invoice, noticeAt);
}

/** What Checkout has charged already leaves the balance alone. */
function startingBalance(draft: Draft, { customer }: Invoice, { intent }: FinalizeOptions): number {
	return intent === undefined ? (draft.get("customer", customer ?? "")?.balance ?? 0) : 0;
}

const descriptions: Record<string, string> = {
	subscription_create: "Subscription creation",
	subscription_cycle: "Subscription update",
	subscription_update: "Subscription update",
};

function intentFor(
	draft: Draft,
	invoice: Invoice,
	{ collectible }: FinalizeOptions,
): PaymentIntent | undefined {
	if (invoice.amount_due === 0 || collectible === false) return undefined;
	return createPaymentIntent(draft, {
		amount: invoice.amount_due,
		currency: invoice.currency,
		customer: invoice.customer,
		description: descriptions[invoice.billing_reason ?? ""] ?? "Payment for Invoice",
		invoice: invoice.id,
	});
}

function createInvoicePayment(draft: Draft, invoice: Invoice, intent: PaymentIntent): void {
	draft.put("invoice_payment", {
		id: draft.newId("inpay"),
		object: "invoice_payment",
		amount_paid: null,
		amount_requested: invoice.amount_due,
		created: draft.now,
		currency: invoice.currency,
		invoice: invoice.id,
		is_default: true,
		livemode: false,
		payment: { type: "payment_intent", payment_intent: intent.id },
		status: "open",
		status_transitions: { canceled_at: null, paid_at: null },
	});
}

/** The open or paid way the invoice is paid by default; undefined when nothing was ever due. */
export function findInvoicePayment(draft: Draft, invoice: string): InvoicePayment | undefined {
	for (const payment of draft.list("invoice_payment", { group: `invoice:${invoice}` })) {
		if (payment.is_default) return payment;
	}
	return undefined;
}

/** The next number of the customer's own series: `ABCD1234-0001`. */
function takeNumber(draft: Draft, id: string | null): string {
	const customer = id === null ? undefined : draft.get("customer", id);
	const sequence = customer?.next_invoice_sequence ?? 1;
	if (customer !== undefined) {
		draft.put("customer", { ...customer, next_invoice_sequence: sequence + 1 });
	}
	return `${customer?.invoice_prefix ?? "SIM"}-${String(sequence).padStart(4, "0")}`;
}
