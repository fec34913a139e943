// A subscriber manages the subscription on Stripe's own pages.
import { getUser } from "../database/users.ts";
import { BillingError } from "../domain/errors.ts";
import { createPortalSession } from "../stripe/portal-sessions.ts";
import type { Deps } from "./deps.ts";

/**
 * Answers the URL of a portal session for the user's own customer. `returnPath` is a path of our own
 * frontend. Errors: `no_customer` before the first Checkout; `stripe_unavailable`.
 */
export async function openPortal(
	deps: Pick<Deps, "database" | "stripe" | "baseUrl">,
	userId: string,
	returnPath: string,
): Promise<string> {
	const user = await getUser(deps.database.queries, userId);
	if (user.stripeCustomerId === null) throw new BillingError("no_customer");
	const url = await createPortalSession(deps.stripe, {
		customerId: user.stripeCustomerId,
		returnUrl: `${deps.baseUrl}${returnPath}`,
	});
	if (url === null) throw new BillingError("no_customer");
	return url;
}
