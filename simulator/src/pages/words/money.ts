// Turns minor units into the words people read, by Stripe's own rules for minor units.
import { spokenLocale } from "./locale.ts";

/*
 * Stripe's lists decide how many digits an amount carries, not ISO 4217 or Intl: Intl's data calls
 * forints, dinars and lek whole units, and would show them a hundred times too dear.
 * Source: https://docs.stripe.com/currencies (zero-decimal, three-decimal, special cases).
 */
const zeroDecimal = new Set(
	"BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "),
);
const threeDecimal = new Set("BHD JOD KWD OMR TND".split(" "));
/** Two digits at the API whose cents are always 00, because nobody can pay a fraction of them. */
const wholeUnits = new Set(["ISK", "UGX"]);

/** A price for one of many may be a fraction of a cent; Stripe keeps twelve digits of it. */
const fractionDigits = 12;

/** "$79.00" from 7900 and "usd"; "¥500" from 500 and "jpy". Minor units in, English out. */
export function formatMoney(amount: number, currency: string): string {
	const code = currency.toUpperCase();
	const digits = minorDigits(code);
	return new Intl.NumberFormat(spokenLocale(), {
		style: "currency",
		currency: code,
		minimumFractionDigits: wholeUnits.has(code) ? 0 : digits,
		maximumFractionDigits: Number.isInteger(amount) ? digits : digits + fractionDigits,
	}).format(amount / 10 ** digits);
}

function minorDigits(code: string): number {
	if (zeroDecimal.has(code)) return 0;
	return threeDecimal.has(code) ? 3 : 2;
}

/** "USD 79.00": for where a currency's own sign cannot be written. */
export function codedMoney(amount: number, currency: string): string {
	const code = currency.toUpperCase();
	const digits = minorDigits(code);
	const figure = new Intl.NumberFormat("en-US", {
		minimumFractionDigits: wholeUnits.has(code) ? 0 : digits,
		maximumFractionDigits: Number.isInteger(amount) ? digits : digits + fractionDigits,
	});
	return `${code} ${figure.format(amount / 10 ** digits)}`;
}
