// Creating the customer that stands for a user in Stripe.
import { createHash } from "node:crypto";
import { callStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

/**
 * Creates the customer of a user and returns its id. The idempotency key is made of the user, so a
 * crash before the id is stored, and a retry, find the same customer again.
 */
export async function createCustomer(
	stripe: StripeClient,
	user: { id: string; email: string | null; name: string },
): Promise<string> {
	const identity = createHash("sha256").update(`${user.email}\n${user.name}`).digest("hex");
	const customer = await callStripe(() =>
		stripe.customers.create(
			{
				metadata: { user_id: user.id },
				...(user.email !== null && { email: user.email }),
				...(user.name !== "" && { name: user.name }),
			},
			{ idempotencyKey: `tollgate-customer-${user.id}-${identity.slice(0, 16)}` },
		),
	);
	return customer.id;
}
