// Every difference from the recordings that is understood, with its reason.

/** Why an answer may depart from the recorded one. */
export type Reason = "newer field" | "older version" | "account" | "not built" | "ours is wrong";

export interface KnownDifference {
	where: RegExp;
	reason: Reason;
	because: string;
}

/** The first that matches counts; a test refuses entries that match nothing. */
export const knownDifferences: readonly KnownDifference[] = [
	{
		where:
			/^(subscription\.(plan|quantity)|(invoice\.lines|subscription\.items|charge\.refunds)\.total_count)$/,
		reason: "older version",
		because: "sent by the recorded versions, yet in no type of today's API",
	},
	{
		where: /^(charge\.(destination|dispute|order)|payment_method\.boleto\.fingerprint)$/,
		reason: "older version",
		because: "sent by the recorded versions, yet in no type of today's API",
	},
	{
		where: /\.(customer_account|managed_payments|payment_details)$/,
		reason: "newer field",
		because: "sent since dahlia, though the types call it optional",
	},
	{
		where: /^GET \/v1\/customers\/:id$/,
		reason: "account",
		because: "the customer lived on a connected account; Connect is not part of the simulator",
	},
	{
		where: /^(charge|payment_intent)\.application$/,
		reason: "account",
		because: "requests came through a Connect application",
	},
	{
		where:
			/^(invoice\.account_name|charge\.calculated_statement_descriptor|checkout\.session\.branding_settings\.display_name)$/,
		reason: "account",
		because: "the recording account's own name",
	},
	{
		where: /^(invoiceitem|line_item)\.pricing\.price_details\.(price|product)$/,
		reason: "account",
		because: "that account keeps one product for amounts without a price; here each has its own",
	},
	{
		where: /^coupon\.times_redeemed$/,
		reason: "account",
		because: "the coupon had been used before the recording began",
	},
	{
		where: /^balance_transaction\.available_on$/,
		reason: "account",
		because: "that account is paid out after a week; here money is available after two days",
	},
	{
		where: /^charge\.outcome\.risk_score$/,
		reason: "account",
		because: "drawn by Stripe's fraud scoring, which is not part of the simulator",
	},
	{
		where:
			/^(payment_intent|setup_intent|checkout\.session)\.payment_method_(types|options|configuration_details)(\.|$)/,
		reason: "account",
		because: "the methods that account had switched on; here it is cards and Link",
	},
	{
		where: /^checkout\.session\.adaptive_pricing\.enabled$/,
		reason: "account",
		because: "switched on in the recording account's settings",
	},
	{
		where: /^error\.message$/,
		reason: "account",
		because: "an account with Connect is told that the object may be on a connected one",
	},
	{
		where:
			/^(GET \/v1\/accounts|POST \/v1\/transfers|POST \/v1\/payment_intents$|GET \/v1\/charges)/,
		reason: "not built",
		because: "Connect is not part of the simulator: accounts, transfers, destination charges",
	},
];
