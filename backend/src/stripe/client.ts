// The official SDK, set up once.
import Stripe from "stripe";

export type StripeClient = Stripe;

/** The version of Stripe's API that this code is written against; other payloads are fetched anew. */
export const stripeApiVersion = Stripe.API_VERSION;

const timeoutMs = 10_000;
const retriesMax = 2;

/** `apiBase` leads to a simulator; without it requests go to Stripe. */
export function createStripeClient(settings: {
	secretKey: string;
	apiBase: URL | null;
}): StripeClient {
	const base = settings.apiBase;
	return new Stripe(settings.secretKey, {
		apiVersion: "2026-10-28.endive",
		timeout: timeoutMs,
		maxNetworkRetries: retriesMax,
		telemetry: false,
		...(base && { host: base.hostname, port: base.port || 80, protocol: "http" }),
	});
}
