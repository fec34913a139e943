// A portal opened for a subscriber, with a configuration of the given features.
import type Stripe from "stripe";
import { aVisitor } from "../pages/a-visitor.ts";

export type Features = Stripe.BillingPortal.ConfigurationCreateParams["features"];

/** The features on top of invoices and cards; `options` are the simulator's own. */
export async function opened(features: Features, options: Parameters<typeof aVisitor>[0] = {}) {
	const shop = await aVisitor(options);
	const who = await shop.subscriber();
	const { id: configuration } = await shop.configuration(features);
	const portal = (flow_data?: Stripe.BillingPortal.SessionCreateParams["flow_data"]) =>
		shop.portal(who.customer, { configuration, ...(flow_data && { flow_data }) });
	await shop.newEvents();
	return { shop, who, portal };
}

/** Switching in these ways, paid at once. */
export const updating = (ways: ("price" | "promotion_code" | "quantity")[]): Features => ({
	subscription_update: {
		enabled: true,
		default_allowed_updates: ways,
		proration_behavior: "always_invoice",
	},
});
