// The hosted invoice, from the state; and paying it there.

import type { Draft } from "../billing/core/draft.ts";
import type { Customer, Invoice, InvoiceLine } from "../billing/core/objects.ts";
import { given } from "../billing/core/params/given.ts";
import { StripeError } from "../billing/core/stripe-error.ts";
import { couponOf } from "../billing/discounts/discount-terms.ts";
import { invoicePayParams, payInvoice } from "../billing/invoices/collect/pay-invoice.ts";
import { findInvoicePayment } from "../billing/invoices/finalize-invoice.ts";
import { bindPaymentMethod } from "../billing/payments/methods/attach-payment-method.ts";
import type { CardEntry } from "../pages/card/card-entry.ts";
import type {
	InvoiceBilling,
	InvoiceLineView,
	InvoicePayment,
	InvoiceView,
} from "../pages/invoice/invoice-billing.ts";
import type { World } from "../state/world.ts";
import { couponWords } from "./coupon-words.ts";
import { methodFrom, refusalIn, savedCards, toDeclined, toRefusal } from "./outcomes.ts";

export function invoiceBilling(world: World): InvoiceBilling {
	return {
		findInvoice: (id) => world.run((draft) => findInvoice(draft, id)),
		payInvoice: (id, card) => pay(world, id, card),
	};
}

function findInvoice(draft: Draft, id: string): InvoiceView | undefined {
	const invoice = draft.get("invoice", id);
	if (invoice === undefined || invoice.status === "draft") return undefined;
	const customer = draft.get("customer", invoice.customer ?? "");
	return {
		id,
		number: invoice.number,
		status: statuses.find((word) => word === invoice.status) ?? "open",
		businessName: draft.settings.businessName,
		description: invoice.description,
		footer: invoice.footer,
		billedTo: billedTo(invoice),
		issuedAt: invoice.effective_at ?? invoice.created,
		dueAt: invoice.due_date,
		paidAt: invoice.status_transitions.paid_at,
		currency: invoice.currency,
		lines: invoice.lines.data.map(toLine),
		taxIds: (invoice.customer_tax_ids ?? []).map(({ type, value }) => ({
			type,
			value: value ?? "",
		})),
		sums: sumsOf(draft, invoice),
		creditNotes: creditNotesOf(draft, id),
		total: invoice.total,
		amountDue: invoice.amount_due,
		amountPaid: invoice.amount_paid,
		amountRemaining: invoice.amount_remaining,
		cards: customer === undefined ? [] : cardsOf(draft, customer),
		...attemptOf(draft, id),
	};
}

const statuses = ["draft", "open", "paid", "uncollectible", "void"] as const;

function cardsOf(draft: Draft, { id, invoice_settings }: Customer) {
	return savedCards(draft, id, invoice_settings.default_payment_method);
}

function billedTo(invoice: Invoice): InvoiceView["billedTo"] {
	const { customer_name: name, customer_email: email, customer_address: at } = invoice;
	const place = [at?.postal_code, at?.city, at?.state].filter((part) => part).join(" ");
	const address = [at?.line1, at?.line2, place, at?.country];
	return { name, email, address: address.flatMap((part) => part || []) };
}

function toLine(line: InvoiceLine): InvoiceLineView {
	const each = line.pricing?.unit_amount_decimal ?? null;
	const isPlain = each !== null && Number(each) * (line.quantity ?? 1) === line.amount;
	return {
		words: line.description ?? "",
		period: line.period,
		quantity: line.quantity,
		unitAmount: isPlain ? Number(each) : null,
		amount: line.amount,
	};
}

/** Subtotal, discounts, taxes and balance: only those that are there. */
export function sumsOf(draft: Draft, invoice: Invoice): InvoiceView["sums"] {
	const discounts = (invoice.total_discount_amounts ?? []).map(({ amount, discount }) => ({
		words: couponWords(couponOf(draft, discount)),
		amount: -amount,
	}));
	const taxes = (invoice.total_taxes ?? []).map((tax) => {
		const rate = draft.get("tax_rate", tax.tax_rate_details?.tax_rate ?? "");
		const name = rate === undefined ? "Tax" : `${rate.display_name} ${rate.percentage} %`;
		const inclusive = tax.tax_behavior === "inclusive" ? " (included)" : "";
		return { words: `${name}${inclusive}`, amount: tax.amount };
	});
	const credited = invoice.pre_payment_credit_notes_amount;
	const balance = invoice.amount_due + credited - Math.max(0, invoice.total);
	return [
		...(discounts.length + taxes.length === 0
			? []
			: [{ words: "Subtotal", amount: invoice.subtotal }]),
		...discounts,
		...taxes,
		...(balance === 0 ? [] : [{ words: "Applied balance", amount: balance }]),
	];
}

/** The oldest first; what was voided counts no more. */
function creditNotesOf(draft: Draft, invoice: string): InvoiceView["creditNotes"] {
	return [...draft.list("credit_note", { group: `invoice:${invoice}` })]
		.filter(({ status }) => status === "issued")
		.map(({ number, total, type }) => ({
			number,
			amount: total,
			afterPayment: type === "post_payment",
		}))
		.reverse();
}

function attemptOf(draft: Draft, id: string) {
	const payment = findInvoicePayment(draft, id)?.payment.payment_intent ?? "";
	const intent = draft.get("payment_intent", payment);
	const waits = intent?.status === "requires_action";
	return {
		lastProblem: intent?.last_payment_error?.message ?? null,
		authenticationPath: waits ? challengePath(payment, id) : null,
	};
}

/** The bank's page, which leads back to the invoice. */
export function challengePath(intent: string, invoice: string): string {
	return `/authenticate/${intent}?next=/i/${invoice}`;
}

function pay(world: World, id: string, card: CardEntry | { saved: string }): InvoicePayment {
	const outcome = refusalIn(() => world.run((draft) => payWith(draft, id, card)));
	if (!(outcome instanceof StripeError)) return outcome;
	const intent = outcome.fields.payment_intent;
	if (intent?.status === "requires_action") {
		return { kind: "requires_action", path: challengePath(intent.id, id) };
	}
	return toRefusal(outcome);
}

/** A typed card stays with the customer, as at Stripe when he lets it be kept. */
function payWith(
	draft: Draft,
	id: string,
	card: CardEntry | { saved: string },
): InvoicePayment | StripeError {
	const customer = draft.get("invoice", id)?.customer ?? null;
	const method = "saved" in card ? ownCard(draft, card.saved, customer) : methodFrom(draft, card);
	if (method === undefined) {
		return { kind: "unavailable", message: "This card is not on file any more." };
	}
	if ("message" in method) return toDeclined(method);
	const mine =
		method.customer === null && customer !== null
			? bindPaymentMethod(draft, method, customer)
			: method;
	const result = payInvoice(draft, id, given(invoicePayParams, { payment_method: mine.id }));
	return result instanceof StripeError ? result : { kind: "paid" };
}

function ownCard(draft: Draft, id: string, customer: string | null) {
	const method = draft.get("payment_method", id);
	return customer !== null && method?.customer === customer ? method : undefined;
}
