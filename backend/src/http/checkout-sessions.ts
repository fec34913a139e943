// The routes of Checkout: opening a session, and asking what became of it.
import { z } from "zod";
import { confirmCheckout } from "../operations/confirm-checkout.ts";
import type { Deps } from "../operations/deps.ts";
import { showBilling } from "../operations/show-billing.ts";
import { startCheckout } from "../operations/start-checkout.ts";
import type { Authenticator } from "./authenticate.ts";
import { toBillingReply } from "./billing-reply.ts";
import type { Routes } from "./routes.ts";
import {
	checkoutConfirmationReply,
	checkoutSessionReply,
	createCheckoutRequest,
	errorReply,
} from "./shapes.ts";

const tags = ["Checkout"];
const security = [{ bearer: [] }];

export function registerCheckoutSessions(routes: Routes, deps: Deps, who: Authenticator): void {
	routes.route({
		method: "POST",
		url: "/api/v1/stripe/create-checkout-session",
		schema: {
			tags,
			security,
			summary: "Opens a subscription Checkout for the caller",
			description:
				"Answers the caller's one open session for the price; asked twice, the same one.",
			body: createCheckoutRequest,
			response: {
				200: checkoutSessionReply,
				400: errorReply,
				401: errorReply,
				409: errorReply,
				422: errorReply,
				503: errorReply,
			},
		},
		handler: async (request) => {
			const user = await who.requireUser(request);
			const { price_id, tier_name, interval, currency } = request.body;
			const choice = { priceId: price_id, tierName: tier_name, interval, currency };
			const checkout = await startCheckout(deps, user.id, choice);
			return {
				url: checkout.url,
				session_id: checkout.sessionId,
				expires_at: checkout.expiresAt.toISOString(),
			};
		},
	});
	routes.route({
		method: "GET",
		url: "/api/v1/stripe/checkout-sessions/:id",
		schema: {
			tags,
			security,
			summary: "Says what became of the caller's own checkout session",
			description: "Pulls the truth from Stripe: it never waits for a webhook.",
			params: z.strictObject({ id: z.string().regex(/^cs_\w{1,250}$/) }),
			response: {
				200: checkoutConfirmationReply,
				400: errorReply,
				401: errorReply,
				404: errorReply,
				503: errorReply,
			},
		},
		handler: async (request) => {
			const user = await who.requireUser(request);
			const status = await confirmCheckout(deps, user.id, request.params.id);
			const billing = await showBilling(deps, user.id);
			return { status, billing: toBillingReply(billing, deps.catalog) };
		},
	});
}
