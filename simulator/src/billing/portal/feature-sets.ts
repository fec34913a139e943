// The two sets of features a configuration begins with.
import type { Features } from "./portal-features.ts";

/** Everything off, as in a configuration that names no feature. */
export const noFeatures: Features = {
	customer_update: { allowed_updates: [], enabled: false },
	invoice_history: { enabled: false },
	payment_method_update: { enabled: false, payment_method_configuration: null },
	subscription_cancel: {
		cancellation_reason: { enabled: false, feedback_options: null, options: [] },
		enabled: false,
		mode: "at_period_end",
		proration_behavior: "none",
	},
	subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
	subscription_update: {
		billing_cycle_anchor: null,
		default_allowed_updates: [],
		enabled: false,
		products: [],
		proration_behavior: "none",
		schedule_at_period_end: { conditions: [] },
		trial_update_behavior: "end_trial",
	},
};

/**
 * What the portal offers where nobody configured one: all that an account's owner would tick. Upgrades
 * apply and are paid at once, downgrades wait for the period's end. Unverified: a fresh account at Stripe
 * offers less until its owner chooses.
 */
export const usualFeatures: Features = {
	...noFeatures,
	customer_update: { allowed_updates: ["email", "name", "address"], enabled: true },
	invoice_history: { enabled: true },
	payment_method_update: { enabled: true, payment_method_configuration: null },
	subscription_cancel: {
		...noFeatures.subscription_cancel,
		cancellation_reason: {
			enabled: true,
			feedback_options: null,
			options: [
				"too_expensive",
				"missing_features",
				"switched_service",
				"unused",
				"customer_service",
				"too_complex",
				"low_quality",
				"other",
			],
		},
		enabled: true,
	},
	subscription_update: {
		...noFeatures.subscription_update,
		default_allowed_updates: ["price", "quantity"],
		enabled: true,
		proration_behavior: "always_invoice",
		schedule_at_period_end: {
			conditions: [{ type: "decreasing_item_amount" }, { type: "shortening_interval" }],
		},
		trial_update_behavior: "continue_trial",
	},
};
