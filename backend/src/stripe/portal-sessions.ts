// Opening Stripe's customer portal.
import { callStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

/** Answers a short-lived URL at which this customer manages the subscription. */
export async function createPortalSession(
	stripe: StripeClient,
	order: { customerId: string; returnUrl: string },
): Promise<string> {
	const session = await callStripe(() =>
		stripe.billingPortal.sessions.create({
			customer: order.customerId,
			return_url: order.returnUrl,
		}),
	);
	return session.url;
}
