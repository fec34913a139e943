// Creating the customer that stands for a user in Stripe.
import { createHash } from "node:crypto";
import { callStripe, findInStripe } from "./call.ts";
import type { StripeClient } from "./client.ts";

// Our clock and Stripe's may differ by this much.
const clockSkewSeconds = 600;

interface StripeUser {
	id: string;
	email: string | null;
	name: string;
}

/**
 * Creates the customer of a user and returns its id. The idempotency key is made of the user and of how
 * many customers there were `before`, so a crash before the id is stored, and a retry, find the same
 * customer again.
 */
export async function createCustomer(
	stripe: StripeClient,
	user: StripeUser,
	before: number,
): Promise<string> {
	const identity = createHash("sha256").update(`${user.email}\n${user.name}`).digest("hex");
	const customer = await callStripe(() =>
		stripe.customers.create(
			{
				metadata: { user_id: user.id },
				...(user.email !== null && { email: user.email }),
				...(user.name !== "" && { name: user.name }),
			},
			{ idempotencyKey: `tollgate-customer-${user.id}-${before}-${identity.slice(0, 16)}` },
		),
	);
	return customer.id;
}

/**
 * The customer that was made for this user at or after `since` and never stored; null when there is none.
 * It is told by the user's id that we wrote into it: the e-mail only narrows the list.
 */
export async function findCustomerOf(
	stripe: StripeClient,
	user: StripeUser,
	since: Date,
): Promise<string | null> {
	const created = { gte: Math.floor(since.getTime() / 1000) - clockSkewSeconds };
	const wanted = { created, limit: 100, ...(user.email !== null && { email: user.email }) };
	for (let after: string | undefined; ; ) {
		const page = await callStripe(() =>
			stripe.customers.list({ ...wanted, ...(after !== undefined && { starting_after: after }) }),
		);
		const found = page.data.find((customer) => customer.metadata.user_id === user.id);
		if (found) return found.id;
		after = page.has_more ? page.data.at(-1)?.id : undefined;
		if (after === undefined) return null;
	}
}

/** False for a customer that was deleted in Stripe, or never was there. */
export async function isCustomerThere(stripe: StripeClient, id: string): Promise<boolean> {
	const found = await findInStripe(() => stripe.customers.retrieve(id));
	return found !== null && !found.deleted;
}
