// A draft becomes a demand: numbered, dated, and with an intent to pay it.
import type { Invoice, InvoicePayment, PaymentIntent } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { unschedule } from "../core/timers.ts";
import { createPaymentIntent } from "../payments/payment-intents.ts";

/** `announced`: whether the step is also told as invoice.updated, as it is outside the first invoice. */
export interface FinalizeOptions {
	announced: boolean;
	/** The intent that has already paid it, as in Checkout; else one is made when something is due. */
	intent?: PaymentIntent;
}

/** The invoice is open afterwards. Emits payment_intent.created, invoice.updated, invoice.finalized. */
export function finalizeInvoice(draft: Draft, before: Invoice, options: FinalizeOptions): Invoice {
	unschedule(draft, "finalize_invoice", before.id);
	const intent = options.intent ?? intentFor(draft, before);
	if (intent !== undefined) createInvoicePayment(draft, before, intent);
	const page = `${draft.baseUrl}/i/${before.id}`;
	const open = draft.put("invoice", {
		...before,
		automatically_finalizes_at: null,
		effective_at: draft.now,
		ending_balance: 0,
		hosted_invoice_url: page,
		invoice_pdf: `${page}/pdf`,
		next_payment_attempt: null,
		number: takeNumber(draft, before.customer),
		rendering: {
			amount_tax_display: null,
			pdf: { page_size: "letter" },
			template: null,
			template_version: null,
		},
		status: "open",
		status_transitions: { ...before.status_transitions, finalized_at: draft.now },
	});
	if (options.announced) draft.emit("invoice.updated", open, before);
	draft.emit("invoice.finalized", open);
	return open;
}

const descriptions: Record<string, string> = {
	subscription_create: "Subscription creation",
	subscription_cycle: "Subscription update",
	subscription_update: "Subscription update",
};

function intentFor(draft: Draft, invoice: Invoice): PaymentIntent | undefined {
	if (invoice.amount_due === 0) return undefined;
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
