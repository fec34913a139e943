// Writes the Content-Security-Policy of one response.
import type { FrontendConfig } from "../config.ts";
import { isLoopback } from "../config.ts";

/** Where a form of ours may end up: Stripe's own hosted pages. */
const stripePages = ["https://checkout.stripe.com", "https://billing.stripe.com"];

/** On one's own machine the simulator stands in for Stripe, on a port that may be moved. */
const simulatorPages = ["http://localhost:*", "http://127.0.0.1:*"];

/**
 * The policy for a page whose inline scripts carry `nonce`. Only this site's own files run, nobody
 * frames it, and nothing is loaded from elsewhere. Checkout opens by navigation, which no policy
 * restricts; `form-action` names it as well because browsers hold the redirect after a form without
 * scripts against that list.
 */
export function contentPolicy(
	nonce: string,
	{ baseUrl, isDevelopment }: Pick<FrontendConfig, "baseUrl" | "isDevelopment">,
): string {
	const hosted = isLoopback(new URL(baseUrl).hostname)
		? [...stripePages, ...simulatorPages]
		: stripePages;
	// The development server evaluates code and adds styles as it replaces modules.
	const script = isDevelopment ? " 'unsafe-eval'" : "";
	const style = isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`;
	const directives = [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${script}`,
		`style-src 'self' ${style}`,
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		`form-action 'self' ${hosted.join(" ")}`,
		"frame-ancestors 'none'",
	];
	if (baseUrl.startsWith("https:")) directives.push("upgrade-insecure-requests");
	return directives.join("; ");
}
