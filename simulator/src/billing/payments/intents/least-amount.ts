// The smallest and largest amounts Stripe charges.
import { invalidRequest } from "../../core/stripe-error.ts";

/** In minor units. A currency that is not listed takes any amount. Source: docs, Currencies. */
const least: ReadonlyMap<string, number> = new Map([
	["aud", 50],
	["brl", 50],
	["cad", 50],
	["chf", 50],
	["dkk", 250],
	["eur", 50],
	["gbp", 30],
	["hkd", 400],
	["inr", 50],
	["jpy", 50],
	["mxn", 1000],
	["nok", 300],
	["nzd", 50],
	["pln", 200],
	["sek", 300],
	["sgd", 50],
	["usd", 50],
]);
const most = 99_999_999;

/** Errors: nothing or less (recorded), too little (amount_too_small), too much (amount_too_large). */
export function requireAmount(amount: number, currency: string): void {
	if (amount <= 0) {
		throw invalidRequest(
			"The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents",
			{ code: "parameter_invalid_integer", param: "amount" },
		);
	}
	if (amount < (least.get(currency) ?? 0)) {
		throw invalidRequest(
			`Amount must be at least ${least.get(currency)} ${currency} in its minor unit`,
			{
				code: "amount_too_small",
				param: "amount",
			},
		);
	}
	if (amount > most) {
		throw invalidRequest(`Amount must be no more than ${most} ${currency} in its minor unit`, {
			code: "amount_too_large",
			param: "amount",
		});
	}
}
