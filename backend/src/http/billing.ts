// The routes that show: what is sold, and what the caller has.
import type { Deps } from "../operations/deps.ts";
import { listTiers, type Offer } from "../operations/list-tiers.ts";
import { showBilling } from "../operations/show-billing.ts";
import type { Authenticator } from "./authenticate.ts";
import { toBillingReply } from "./billing-reply.ts";
import type { TiersReply } from "./contract.ts";
import type { Routes } from "./routes.ts";
import { billingReply, errorReply, tiersReply } from "./shapes.ts";

const tags = ["Billing"];

export function registerBilling(routes: Routes, deps: Deps, who: Authenticator): void {
	routes.route({
		method: "GET",
		url: "/api/v1/billing/tiers",
		schema: {
			tags,
			security: [{}, { bearer: [] }],
			summary: "The catalogue; to a signed-in caller with the action open to them",
			response: { 200: tiersReply, 401: errorReply },
		},
		handler: async (request) => {
			const user = await who.findUser(request);
			const offer = await listTiers(deps, user?.id ?? null);
			return toTiersReply(offer, deps.catalog.businessName);
		},
	});
	routes.route({
		method: "GET",
		url: "/api/v1/billing/me",
		schema: {
			tags,
			security: [{ bearer: [] }],
			summary: "The caller's status, tier, access, trial and period",
			response: { 200: billingReply, 401: errorReply },
		},
		handler: async (request) => {
			const user = await who.requireUser(request);
			return toBillingReply(await showBilling(deps, user.id), deps.catalog);
		},
	});
}

function toTiersReply(offer: Offer, businessName: string): TiersReply {
	const prices = offer.tiers.flatMap((tier) => tier.prices);
	return {
		business_name: businessName,
		trial: offer.trial,
		currencies: [...new Set(prices.map((price) => price.currency))],
		intervals: [...new Set(prices.map((price) => price.interval))],
		tiers: offer.tiers.map((tier) => ({
			tier_name: tier.tierName,
			display_name: tier.displayName,
			description: tier.description,
			highlighted: tier.highlighted,
			features: [...tier.features],
			prices: tier.prices.map((price) => ({
				price_id: price.priceId,
				interval: price.interval,
				currency: price.currency,
				unit_amount: price.unitAmount,
				trial_days: price.trialDays,
				action: price.action,
			})),
		})),
	};
}
