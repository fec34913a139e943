// What a successful checkout leaves behind: customer, card, subscription, invoice.

import type { Draft } from "../../core/draft.ts";
import type {
	CheckoutSession,
	Customer,
	Invoice,
	PaymentIntent,
	Subscription,
} from "../../core/objects.ts";
import { given } from "../../core/params/given.ts";
import { unschedule } from "../../core/time/schedule-timer.ts";
import { createCustomer, customerCreateParams } from "../../customers/customers.ts";
import { createInvoice } from "../../invoices/build-invoice.ts";
import { markPaid } from "../../invoices/collect/settle-invoice.ts";
import { finalizeInvoice } from "../../invoices/finalize-invoice.ts";
import { bindPaymentMethod } from "../../payments/methods/attach-payment-method.ts";
import { type AddedItem, addInvoiceItems } from "../../subscriptions/start/add-invoice-items.ts";
import {
	buildSubscription,
	saveSubscription,
	schedulePeriod,
} from "../../subscriptions/start/build-subscription.ts";
import { startsUnbilled } from "../../subscriptions/start/start-subscription.ts";
import { getTaxRates } from "../../taxes/tax-rates.ts";
import type { CheckoutRecord } from "../checkout-record.ts";
import {
	newCustomerFields,
	updateKnownCustomer,
	withCollected,
} from "../collected/keep-answers.ts";
import { detailsOf } from "../open/build-session.ts";
import { redeemSession } from "../pricing/session-discounts.ts";
import type { Payer } from "./payer.ts";

export interface Completion {
	session: CheckoutSession;
	record: CheckoutRecord;
	payer: Payer;
	/** The intent that has just been paid; none when nothing was due. */
	intent: PaymentIntent | undefined;
}

/**
 * The session is complete, with an active or trialing subscription and its first invoice paid. Events in
 * the recorded order; the subscription's first snapshot is already final.
 */
export function completeSession(draft: Draft, done: Completion): CheckoutSession {
	const customer = customerOf(draft, done);
	if (done.payer.method !== undefined) bindOnce(draft, done, customer.id);
	adoptIntent(draft, done.record.intent, customer.id);
	const made = withRates(draft, done.record, subscribe(draft, done, customer));
	const buyer = { customer: customer.id, subscription: made.id };
	const subscription = { ...made, discounts: redeemSession(draft, done.session, buyer) };
	const once = soldOnce(draft, done.record);
	addInvoiceItems(draft, subscription, once);
	return announce(draft, done, {
		customer,
		subscription,
		invoice:
			startsUnbilled(subscription) && once.length === 0
				? null
				: firstInvoice(draft, done, { customer, subscription }),
	});
}

/** What is sold beside the subscription goes on its first invoice, also when a trial makes the rest wait. */
function soldOnce(draft: Draft, { lines, lineTaxRates }: CheckoutRecord): AddedItem[] {
	return lines.flatMap(({ price, quantity }, index) =>
		price === null || price.recurring
			? []
			: [
					{
						price,
						quantity: quantity ?? 1,
						taxRates: getTaxRates(draft, lineTaxRates[index] ?? [], "tax_rates"),
					},
				],
	);
}

/** The first invoice, paid by the intent that has just succeeded. */
function firstInvoice(
	draft: Draft,
	done: Completion,
	{ customer, subscription }: { customer: Customer; subscription: Subscription },
): Invoice {
	const draftInvoice = createInvoice(draft, {
		subscription,
		customer,
		reason: "subscription_create",
		period: { start: draft.now, end: draft.now },
		autoAdvance: false,
	});
	const open = finalizeInvoice(draft, draftInvoice, {
		announced: false,
		...(done.intent === undefined ? {} : { intent: done.intent }),
	});
	return markPaid(draft, open, { announced: false });
}

/** He who came with the session, or a new one; with what was collected of him. */
export function customerOf(draft: Draft, { session, record, payer }: Completion): Customer {
	const known = draft.get("customer", session.customer ?? "");
	if (known !== undefined) return updateKnownCustomer(draft, known, { record, name: payer.name });
	const params = given(customerCreateParams, {
		...newCustomerFields(record),
		email: session.customer_email ?? payer.email ?? undefined,
		name: payer.name || undefined,
	});
	return createCustomer(draft, params);
}

export function bindOnce(draft: Draft, { payer }: Completion, customer: string): void {
	const method = payer.method;
	if (method !== undefined && method.customer === null) bindPaymentMethod(draft, method, customer);
}

/** The intent was made before the customer was known; from now on it is his. */
export function adoptIntent(draft: Draft, id: string | null, customer: string): void {
	const payment = draft.get("payment_intent", id ?? "");
	if (payment?.customer === null) {
		draft.put("payment_intent", { ...payment, customer });
		const charge = draft.get("charge", payment.latest_charge ?? "");
		if (charge !== undefined) draft.put("charge", { ...charge, customer });
	}
	const setup = draft.get("setup_intent", id ?? "");
	if (setup?.customer === null) draft.put("setup_intent", { ...setup, customer });
}

function subscribe(
	draft: Draft,
	{ session, record, payer }: Completion,
	customer: Customer,
): Subscription {
	const trialEnd =
		record.trialEnd ?? (record.trialDays === null ? null : draft.now + record.trialDays * 86_400);
	return buildSubscription(draft, {
		customer: customer.id,
		currency: session.currency ?? "usd",
		items: record.lines.flatMap(({ price, quantity }) =>
			price?.recurring ? [{ price, quantity: quantity ?? 1 }] : [],
		),
		trialEnd,
		status: trialEnd === null ? "active" : "trialing",
		defaultPaymentMethod: payer.method?.id ?? null,
		metadata: record.subscriptionMetadata,
		description: record.subscriptionDescription,
		billingModeType: record.billingModeType,
		missingPaymentMethod: record.missingPaymentMethod,
		savesDefaultPaymentMethod: false,
	});
}

/** Each line's tax rates on the item made from it, and the default ones on the whole. */
function withRates(draft: Draft, record: CheckoutRecord, subscription: Subscription): Subscription {
	const find = (ids: readonly string[]) => ids.flatMap((id) => draft.get("tax_rate", id) ?? []);
	const rates = record.lineTaxRates.filter((_, index) => record.lines[index]?.price?.recurring);
	const data = subscription.items.data.map((item, index) => ({
		...item,
		tax_rates: find(rates[index] ?? []),
	}));
	return {
		...subscription,
		default_tax_rates: find(record.defaultTaxRates),
		items: { ...subscription.items, data },
	};
}

function announce(
	draft: Draft,
	{ session, record, payer, intent }: Completion,
	made: { customer: Customer; subscription: Subscription; invoice: Invoice | null },
): CheckoutSession {
	const subscription = saveSubscription(draft, {
		...made.subscription,
		latest_invoice: made.invoice?.id ?? null,
	});
	draft.emit("customer.subscription.created", subscription);
	unschedule(draft, "expire_session", session.id);
	const complete = {
		...session,
		customer: made.customer.id,
		customer_details: detailsOf(
			made.customer.email ?? payer.email,
			payer.name ?? made.customer.name ?? null,
		),
		invoice: made.invoice?.id ?? null,
		payment_status: intent === undefined ? "no_payment_required" : "paid",
		status: "complete",
		subscription: subscription.id,
		url: null,
	} satisfies CheckoutSession;
	const told = draft.put("checkout.session", withCollected(complete, record));
	draft.emit("checkout.session.completed", told);
	if (made.invoice !== null) draft.emit("invoice.payment_succeeded", made.invoice);
	schedulePeriod(draft, subscription);
	return told;
}
