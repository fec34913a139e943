// Money in minor units, and instants, as people read them.

// Source: Stripe, supported currencies. ISK and UGX have no cents but count as if they had.
const withoutMinorUnits = new Set(
	"bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "),
);
const withThousandths = new Set("bhd jod kwd omr tnd".split(" "));

/** Such as `$79.00`, `¥7,900` or `KWD 7.900`; `currency` in lower case, as Stripe has it. */
export function formatMoney(amount: number, currency: string): string {
	const digits = withoutMinorUnits.has(currency) ? 0 : withThousandths.has(currency) ? 3 : 2;
	const shown = /^(isk|ugx)$/.test(currency) && amount % 100 === 0 ? 0 : digits;
	const style = new Intl.NumberFormat("en-US", {
		style: "currency",
		currency: currency.toUpperCase(),
		minimumFractionDigits: shown,
		maximumFractionDigits: shown,
	});
	// The narrow space that Intl puts after a code shows as a box in some mail programs.
	return style.format(amount / 10 ** digits).replaceAll(/[\u00a0\u202f]/g, " ");
}

const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const time = new Intl.DateTimeFormat("en-GB", {
	hour: "2-digit",
	minute: "2-digit",
	timeZone: "UTC",
});

/** Such as `8 March 2026, 14:05 UTC`. */
export function formatInstant(at: Date): string {
	return `${date.format(at)}, ${time.format(at)} UTC`;
}
