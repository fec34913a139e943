// Ending a subscription that was bought by mistake, and giving its money back.
import type Stripe from "stripe";
import { callStripe, findInStripe, isRefusal } from "./call.ts";
import type { StripeClient } from "./client.ts";

/** Whether our own Checkout made this subscription for this user, and not somebody in the dashboard. */
export async function isBoughtHere(
	stripe: StripeClient,
	subscriptionId: string,
	userId: string,
): Promise<boolean> {
	const found = await findInStripe(() => stripe.subscriptions.retrieve(subscriptionId));
	return found?.metadata.user_id === userId;
}

/** Afterwards the subscription has ended, at once and without an invoice. Asked again, it changes nothing. */
export async function endSubscription(stripe: StripeClient, id: string): Promise<void> {
	const how = { invoice_now: false, prorate: false };
	try {
		await callStripe(() => stripe.subscriptions.cancel(id, how));
	} catch (error) {
		// It had ended already: that is what was wanted.
		const now = isRefusal(error)
			? await findInStripe(() => stripe.subscriptions.retrieve(id))
			: undefined;
		if (now === undefined || (now !== null && now.status !== "canceled")) throw error;
	}
}

/** Minor units of `currency`. */
export interface Refunded {
	amount: number;
	currency: string;
}

/**
 * Gives back in full what was paid for the subscription's invoices. Each payment is refunded once: the
 * key is made of the payment, and one that is refunded already counts as such.
 */
export async function refundInvoices(
	stripe: StripeClient,
	subscriptionId: string,
): Promise<Refunded> {
	const invoices = await callStripe(() =>
		stripe.invoices.list({ subscription: subscriptionId, status: "paid", limit: 100 }),
	);
	const refunded = { amount: 0, currency: invoices.data[0]?.currency ?? "usd" };
	for (const invoice of invoices.data.filter(({ amount_paid }) => amount_paid > 0))
		for (const payment of await paymentsOf(stripe, invoice.id ?? ""))
			refunded.amount += await refundPayment(stripe, payment);
	return refunded;
}

async function paymentsOf(stripe: StripeClient, invoice: string): Promise<string[]> {
	const payments = await callStripe(() =>
		stripe.invoicePayments.list({ invoice, status: "paid", limit: 100 }),
	);
	return payments.data.flatMap(({ payment }) => idOfIntent(payment.payment_intent) ?? []);
}

function idOfIntent(intent: string | Stripe.PaymentIntent | undefined): string | null {
	if (intent === undefined) return null;
	return typeof intent === "string" ? intent : intent.id;
}

async function refundPayment(stripe: StripeClient, paymentIntent: string): Promise<number> {
	const order = { payment_intent: paymentIntent, reason: "duplicate" as const };
	const key = { idempotencyKey: `tollgate-refund-${paymentIntent}` };
	try {
		return (await callStripe(() => stripe.refunds.create(order, key))).amount;
	} catch (error) {
		if (!isRefusal(error) || error.code !== "charge_already_refunded") throw error;
		const done = await callStripe(() => stripe.refunds.list({ payment_intent: paymentIntent }));
		return done.data.reduce((sum, refund) => sum + refund.amount, 0);
	}
}
