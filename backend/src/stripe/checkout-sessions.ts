// Opening, reading and ending Checkout sessions.
import type Stripe from "stripe";
import { callStripe, isRefusal } from "./call.ts";
import type { StripeClient } from "./client.ts";
import { toDate } from "./to-subscription.ts";

export interface CheckoutSession {
	id: string;
	status: "open" | "complete" | "expired";
	/** Null once the session is no longer open. */
	url: string | null;
	expiresAt: Date;
}

/** All that a session is opened with; decided and stored before, so that a retry sends the same. */
export interface CheckoutOrder {
	attemptId: string;
	userId: string;
	customerId: string;
	priceId: string;
	tierName: string;
	trialDays: number;
	baseUrl: string;
}

/** Opens the session of an attempt. Sent again for the same attempt, it answers the same session. */
export async function createCheckoutSession(
	stripe: StripeClient,
	order: CheckoutOrder,
): Promise<CheckoutSession> {
	const metadata = { user_id: order.userId, tier_name: order.tierName };
	const session = await callStripe(() =>
		stripe.checkout.sessions.create(
			{
				mode: "subscription",
				customer: order.customerId,
				client_reference_id: order.userId,
				line_items: [{ price: order.priceId, quantity: 1 }],
				payment_method_collection: "always",
				subscription_data: {
					metadata,
					...(order.trialDays > 0 && { trial_period_days: order.trialDays }),
				},
				metadata: { ...metadata, attempt_id: order.attemptId },
				success_url: `${order.baseUrl}/dashboard?session_id={CHECKOUT_SESSION_ID}`,
				cancel_url: `${order.baseUrl}/pricing`,
			},
			{ idempotencyKey: `tollgate-checkout-${order.attemptId}` },
		),
	);
	return toCheckoutSession(session);
}

export async function getCheckoutSession(
	stripe: StripeClient,
	id: string,
): Promise<CheckoutSession> {
	return toCheckoutSession(await callStripe(() => stripe.checkout.sessions.retrieve(id)));
}

/** Ends an open session, so that it can no longer be paid; answers what it is then. */
export async function expireCheckoutSession(
	stripe: StripeClient,
	id: string,
): Promise<CheckoutSession> {
	try {
		return toCheckoutSession(await callStripe(() => stripe.checkout.sessions.expire(id)));
	} catch (error) {
		// Refused: it was paid or had expired a moment ago. What it is now decides.
		if (isRefusal(error)) return getCheckoutSession(stripe, id);
		throw error;
	}
}

/** Ends every open session of a customer: none of them is known to us any more. */
export async function expireOpenSessions(stripe: StripeClient, customerId: string): Promise<void> {
	const open = await callStripe(() =>
		stripe.checkout.sessions.list({ customer: customerId, status: "open", limit: 100 }),
	);
	for (const session of open.data) await expireCheckoutSession(stripe, session.id);
}

function toCheckoutSession(from: Stripe.Checkout.Session): CheckoutSession {
	const { id, status } = from;
	return {
		id,
		// Stripe may add words: a session that has not ended by our words counts as open.
		status: status === "complete" ? "complete" : status === "expired" ? "expired" : "open",
		url: from.url ?? null,
		expiresAt: toDate(from.expires_at),
	};
}
