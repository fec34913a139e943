// Reads tiers and billing state, and opens Stripe's hosted pages, for server components and actions.
import type {
	BillingReply,
	CheckoutSessionReply,
	PortalSessionReply,
	TiersReply,
} from "@tollgate/backend/contract";
import { type BackendReply, callBackend } from "./call-backend.ts";

/** What is for sale. With a token, each price also says what this user can do with it. */
export function getTiers(bearerToken?: string): Promise<BackendReply<TiersReply>> {
	return callBackend({ method: "GET", path: "/api/v1/billing/tiers", bearerToken });
}

/** The user's status, tier and access. */
export function getBilling(bearerToken: string): Promise<BackendReply<BillingReply>> {
	return callBackend({ method: "GET", path: "/api/v1/billing/me", bearerToken });
}

/** Opens Stripe Checkout for one price. */
export function startCheckout(
	bearerToken: string,
	priceId: string,
): Promise<BackendReply<CheckoutSessionReply>> {
	return callBackend({
		method: "POST",
		path: "/api/v1/stripe/create-checkout-session",
		bearerToken,
		body: { price_id: priceId },
	});
}

/** Opens Stripe's customer portal, which leads back to `returnPath` on this site. */
export function openPortal(
	bearerToken: string,
	returnPath: string,
): Promise<BackendReply<PortalSessionReply>> {
	return callBackend({
		method: "POST",
		path: "/api/v1/stripe/create-portal-session",
		bearerToken,
		body: { return_path: returnPath },
	});
}
