// Paying an invoice by request rather than by schedule.
import type { Invoice, PaymentMethod, Subscription } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { boolean, text, type Values } from "../core/params.ts";
import { invalidRequest, type StripeError } from "../core/stripe-error.ts";
import { cardError, declines } from "../payments/declines.ts";
import { resolvePaymentMethod } from "../payments/payment-methods.ts";
import { type Collection, collectInvoice, findMethod, followOutcome } from "./collect-invoice.ts";
import { finalizeInvoice } from "./finalize-invoice.ts";
import { markPaid } from "./settle-invoice.ts";

export const invoicePayParams = {
	forgive: boolean(),
	off_session: boolean(),
	paid_out_of_band: boolean(),
	payment_method: text(),
};

/**
 * The invoice is paid, or the card's 402 is answered with the attempt counted. A draft is finalized
 * first. Errors: an invoice that is not open; no way to pay.
 */
export function payInvoice(
	draft: Draft,
	id: string,
	params: Values<typeof invoicePayParams>,
): Invoice | StripeError {
	const found = getRecord(draft, "invoice", { id });
	const invoice =
		found.status === "draft" ? finalizeInvoice(draft, found, { announced: true }) : found;
	if (invoice.status === "paid") throw invalidRequest("Invoice is already paid");
	if (invoice.status === "void") {
		throw invalidRequest("This invoice can no longer be paid; its status is void.");
	}
	const subscription = subscriptionOf(draft, invoice);
	if (params.paid_out_of_band === true) {
		const paid = markPaid(draft, invoice, { announced: true, outOfBand: true });
		follow(draft, { subscription, invoice: paid }, { kind: "nothing_due" });
		return paid;
	}
	const method = methodFor(draft, { invoice, subscription }, params.payment_method);
	const outcome = collectInvoice(draft, invoice, { announced: true, retried: true, method });
	follow(draft, { subscription, invoice }, outcome);
	return refusalOf(draft, outcome) ?? getRecord(draft, "invoice", { id });
}

function subscriptionOf(draft: Draft, invoice: Invoice): Subscription | undefined {
	return draft.get("subscription", invoice.parent?.subscription_details?.subscription ?? "");
}

function methodFor(
	draft: Draft,
	{ invoice, subscription }: { invoice: Invoice; subscription: Subscription | undefined },
	wanted: string | undefined,
): PaymentMethod {
	const method =
		wanted === undefined
			? subscription && findMethod(draft, subscription, invoice)
			: resolvePaymentMethod(draft, wanted, "payment_method");
	if (method !== undefined) return method;
	throw invalidRequest(
		"There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method.",
	);
}

function follow(
	draft: Draft,
	about: { subscription: Subscription | undefined; invoice: Invoice },
	outcome: Collection,
): void {
	if (about.subscription === undefined) return;
	followOutcome(draft, { subscription: about.subscription, invoice: about.invoice }, outcome);
}

function refusalOf(draft: Draft, outcome: Collection): StripeError | null {
	if (outcome.kind === "declined") {
		const failed = outcome.intent.last_payment_error?.payment_method?.id ?? "";
		const method = draft.get("payment_method", failed);
		return cardError(outcome.decline, {
			payment_intent: outcome.intent,
			...(outcome.charge === null ? {} : { charge: outcome.charge.id }),
			...(method === undefined ? {} : { payment_method: method }),
		});
	}
	if (outcome.kind === "requires_action") {
		return cardError(declines.authentication_required, {
			code: "invoice_payment_intent_requires_action",
			payment_intent: outcome.intent,
		});
	}
	return null;
}
