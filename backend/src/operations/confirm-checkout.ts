// The return from Checkout: the truth is pulled from Stripe, so that no webhook is waited for.
import { endAttempt, findAttemptBySession } from "../database/checkout-attempts.ts";
import { getUser } from "../database/users.ts";
import { BillingError } from "../domain/errors.ts";
import { getCheckoutSession } from "../stripe/checkout-sessions.ts";
import type { Deps } from "./deps.ts";
import { syncCustomer } from "./sync-customer.ts";

/** `confirmed`: paid, and our tables say so. `confirming`: not paid yet. `expired`: never will be. */
export type Confirmation = "confirmed" | "confirming" | "expired";

/**
 * Says what became of the caller's own checkout session. When it is complete, the customer's
 * subscriptions are fetched and stored before the answer. A session of somebody else is
 * `not_found`, like one that never was. The session id grants nothing and signs nobody in.
 */
export async function confirmCheckout(
	deps: Pick<Deps, "database" | "laneLock" | "stripe" | "catalog" | "clock" | "log">,
	userId: string,
	sessionId: string,
): Promise<Confirmation> {
	const { queries } = deps.database;
	const attempt = await findAttemptBySession(queries, { sessionId, userId });
	if (!attempt) throw new BillingError("not_found");
	if (attempt.status === "complete") return "confirmed";
	const session = await getCheckoutSession(deps.stripe, sessionId);
	if (session.status === "open") return "confirming";
	if (session.status === "complete") {
		const { stripeCustomerId } = await getUser(queries, userId);
		if (stripeCustomerId !== null) await syncCustomer(deps, stripeCustomerId, "fetch:return-page");
	}
	await endAttempt(queries, attempt.id, session.status);
	return session.status === "complete" ? "confirmed" : "expired";
}
