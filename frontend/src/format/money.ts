// Writes amounts of money for people.

/**
 * Currencies whose smallest unit, as Stripe counts it, is not a hundredth. Intl's own digits do not
 * serve: they follow local custom (HUF has none there), while Stripe counts HUF, ISK and UGX in
 * hundredths. Source: docs.stripe.com/currencies#minor-units.
 */
const zeroDecimal = new Set(
	"BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "),
);
const threeDecimal = new Set("BHD JOD KWD OMR TND".split(" "));

/** How many digits stand behind the decimal point when `currency` is counted in minor units. */
export function minorUnitDigits(currency: string): 0 | 2 | 3 {
	const code = currency.toUpperCase();
	if (zeroDecimal.has(code)) return 0;
	return threeDecimal.has(code) ? 3 : 2;
}

/**
 * An amount in minor units as text: 7900 usd is "$79", 6583 usd is "$65.83", 500 jpy is "¥500".
 * Whole amounts lose their zeros. Fractions of a minor unit (a twelfth of a year) are rounded.
 */
export function formatMoney(minorUnits: number, currency: string): string {
	const digits = minorUnitDigits(currency);
	return new Intl.NumberFormat("en-US", {
		style: "currency",
		currency: currency.toUpperCase(),
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
		trailingZeroDisplay: "stripIfInteger",
	}).format(minorUnits / 10 ** digits);
}
