// What goes over the wire: every request and reply of the API, as the schemas that check them.
import { z } from "zod";

const instant = z.iso.datetime().describe("ISO 8601, UTC");
const minorUnits = z.int().describe("Whole minor units of `currency`");
const interval = z.enum(["month", "year"]);
const currency = z
	.string()
	.regex(/^[a-z]{3}$/)
	.describe("ISO 4217, lower case");

export const errorReply = z
	.object({
		error: z.looseObject({
			type: z.string().describe("The kind of error, in Stripe's words"),
			code: z.string().describe("One of the codes in docs/errors.md"),
			message: z.string().describe("What happened and what to do"),
			param: z.string().optional().describe("The field at fault"),
			doc_url: z.string(),
			request_id: z.string(),
		}),
	})
	.meta({ id: "Error" });

export const createCheckoutRequest = z
	.strictObject({
		price_id: z.string().min(1).max(255).optional(),
		tier_name: z.string().min(1).max(64).optional(),
		interval: interval.optional().describe("With tier_name; month unless said"),
		currency: currency.optional(),
	})
	.describe("price_id or tier_name, not both")
	.meta({ id: "CreateCheckoutSession" });

export const checkoutSessionReply = z
	.object({ url: z.string(), session_id: z.string(), expires_at: instant })
	.meta({ id: "CheckoutSession" });

export const createPortalRequest = z
	.strictObject({
		return_path: z
			.string()
			.max(512)
			.regex(/^\/(?![/\\])[\w\-./?=&%]*$/, "must be a path of the frontend, such as /dashboard")
			.optional(),
	})
	.meta({ id: "CreatePortalSession" });

export const portalSessionReply = z.object({ url: z.string() }).meta({ id: "PortalSession" });

export const tierPrice = z
	.object({
		price_id: z.string(),
		interval,
		currency,
		unit_amount: minorUnits,
		trial_days: z.int().describe("Days of trial this caller would get; 0 for none"),
		action: z.enum(["subscribe", "current", "upgrade", "downgrade", "switch"]),
	})
	.meta({ id: "TierPrice" });

export const tier = z
	.object({
		tier_name: z.string(),
		display_name: z.string(),
		description: z.string(),
		highlighted: z.boolean(),
		features: z.array(z.string()),
		prices: z.array(tierPrice),
	})
	.meta({ id: "Tier" });

export const tiersReply = z
	.object({
		business_name: z.string(),
		trial: z.object({ days: z.int(), open: z.boolean() }),
		currencies: z.array(currency),
		intervals: z.array(interval),
		tiers: z.array(tier).describe("From the lowest to the highest"),
	})
	.meta({ id: "Tiers" });

export const billingSubscription = z
	.object({
		id: z.string(),
		status: z.string().describe("Stripe's own word"),
		tier_name: z.string().nullable(),
		tier_display_name: z.string().nullable(),
		price_id: z.string().nullable(),
		interval: z.string().nullable(),
		currency,
		unit_amount: minorUnits.nullable(),
		quantity: z.int(),
		trial_ends_at: instant.nullable(),
		current_period_ends_at: instant.nullable(),
		cancels_at: instant.nullable(),
		ended_at: instant.nullable(),
	})
	.meta({ id: "BillingSubscription" });

export const billingReply = z
	.object({
		user: z.object({ id: z.string(), email: z.string().nullable(), name: z.string() }),
		subscription_status: z.string().nullable(),
		subscription_tier: z.string().nullable(),
		access: z.enum(["full", "grace", "blocked"]),
		billing_version: z.int(),
		subscription: billingSubscription.nullable(),
	})
	.meta({ id: "Billing" });

export const checkoutConfirmationReply = z
	.object({ status: z.enum(["confirmed", "confirming", "expired"]), billing: billingReply })
	.meta({ id: "CheckoutConfirmation" });

export const receivedReply = z.object({ received: z.literal(true) }).meta({ id: "Received" });

export const healthReply = z.object({ status: z.literal("ok") }).meta({ id: "Health" });

export const readyReply = z
	.object({
		status: z.enum(["ready", "unready"]),
		checks: z.record(z.string(), z.enum(["ok", "failed"])),
	})
	.meta({ id: "Ready" });
