// The words for where a subscription stands.

/** A subscription in one of these never changes its status again. */
export const terminalStatuses: ReadonlySet<string> = new Set(["canceled", "incomplete_expired"]);

/** The status words Stripe lists and filters by. */
export const statusWords = [
	"active",
	"canceled",
	"incomplete",
	"incomplete_expired",
	"past_due",
	"paused",
	"trialing",
	"unpaid",
] as const;
