// Opening Stripe's customer portal.
import { findInStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

/** Answers a short-lived URL at which this customer manages the subscription; null for a deleted customer. */
export async function createPortalSession(
	stripe: StripeClient,
	order: { customerId: string; returnUrl: string },
): Promise<string | null> {
	const session = await findInStripe(() =>
		stripe.billingPortal.sessions.create({
			customer: order.customerId,
			return_url: order.returnUrl,
		}),
	);
	return session?.url ?? null;
}
