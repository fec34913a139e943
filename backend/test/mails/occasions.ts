// Each mail with data as it comes back from the database.

export const occasions: Record<string, Record<string, unknown>[]> = {
	action_required: [
		{
			amount: 7900,
			currency: "usd",
			number: "A1-0007",
			url: "https://invoice.stripe.com/i/1?a=1&b=2",
		},
	],
	cancellation_scheduled: [
		{
			tier_name: "founder",
			amount: 7900,
			currency: "usd",
			interval: "month",
			ends_at: "2026-04-01T09:05:00.000Z",
		},
	],
	duplicate_refunded: [
		{ amount: 7900, currency: "jpy", tier_name: "founder" },
		{ amount: 7900, currency: "usd", tier_name: null },
	],
	payment_failed: [
		{
			amount: 7900,
			currency: "usd",
			number: "A1-0007",
			url: "https://invoice.stripe.com/i/1",
			next_attempt_at: "2026-04-03T09:05:00.000Z",
		},
		{ amount: 7900, currency: "usd", number: null, url: null, next_attempt_at: null },
	],
	receipt: [
		{ amount: 7900, currency: "kwd", number: "A1-0007", url: "https://invoice.stripe.com/i/1" },
	],
	subscription_ended: [
		{ tier_name: "founder", ended_at: "2026-04-01T09:05:00.000Z", unpaid: true },
		{ tier_name: "left_the_catalogue", ended_at: "2026-04-01T09:05:00.000Z", unpaid: false },
	],
	trial_ended: [
		{ tier_name: "founder", amount: 7900, currency: "usd", interval: "month", status: "active" },
		{ tier_name: "founder", amount: null, currency: "usd", interval: "month", status: "paused" },
	],
	trial_will_end: [
		{
			tier_name: "founder",
			amount: 79000,
			currency: "eur",
			interval: "year",
			ends_at: "2026-04-01T09:05:00.000Z",
		},
		{
			tier_name: null,
			amount: null,
			currency: "usd",
			interval: null,
			ends_at: "2026-04-01T09:05:00.000Z",
		},
	],
};
