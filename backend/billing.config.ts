// What this product sells: edit this file, and the catalogue in Stripe follows its lookup keys.
import { defineBilling } from "./src/domain/catalog.ts";

export const billing = defineBilling({
	businessName: "Tollgate Demo",
	trial: { days: 7, onReuse: "cancel", compareCards: "in_live_mode" },
	duplicates: "cancel_and_refund",
	graceDays: 7,
	leaseHours: 24,
	// From the lowest to the highest: the order decides what is an upgrade.
	tiers: [
		{
			tierName: "freelancer",
			displayName: "Freelancer",
			description: "For one person with real clients.",
			highlighted: false,
			features: ["3 projects", "1 seat", "10,000 API calls a month", "E-mail support"],
			prices: [
				{ lookupKey: "freelancer_month_v1", interval: "month", currency: "usd", unitAmount: 2900 },
				{ lookupKey: "freelancer_year_v1", interval: "year", currency: "usd", unitAmount: 29000 },
			],
		},
		{
			tierName: "founder",
			displayName: "Founder",
			description: "For a small team that ships every week.",
			highlighted: true,
			features: [
				"Unlimited projects",
				"10 seats",
				"250,000 API calls a month",
				"Priority support",
				"Audit log",
			],
			prices: [
				{ lookupKey: "founder_month_v1", interval: "month", currency: "usd", unitAmount: 7900 },
				{ lookupKey: "founder_year_v1", interval: "year", currency: "usd", unitAmount: 79000 },
			],
		},
		{
			tierName: "empire",
			displayName: "Empire",
			description: "For companies that run on it.",
			highlighted: false,
			features: [
				"Everything in Founder",
				"Unlimited seats",
				"2,000,000 API calls a month",
				"Single sign-on",
				"A named engineer",
			],
			prices: [
				{ lookupKey: "empire_month_v1", interval: "month", currency: "usd", unitAmount: 19900 },
				{ lookupKey: "empire_year_v1", interval: "year", currency: "usd", unitAmount: 199000 },
			],
		},
	],
});
