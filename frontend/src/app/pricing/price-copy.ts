// Puts prices, trials and savings into words.
import type { Tier, TierPrice } from "@tollgate/backend/contract";
import { formatMoney } from "../../format/money.ts";

export type Interval = "month" | "year";

const monthsPerYear = 12;

/** The interval an address asks for; monthly when it asks for nothing we know. */
export function intervalIn(value: unknown): Interval {
	return value === "year" ? "year" : "month";
}

/** "$79/month". */
function perInterval(price: TierPrice): string {
	return `${formatMoney(price.unit_amount, price.currency)}/${price.interval}`;
}

/** What a person agrees to: "7 days free, then $79/month. Cancel any time." */
export function termsOf(price: TierPrice): string {
	const days = price.trial_days === 1 ? "1 day" : `${price.trial_days} days`;
	return price.trial_days > 0
		? `${days} free, then ${perInterval(price)}. Cancel any time.`
		: `${perInterval(price)}. Cancel any time.`;
}

/** What the amount comes to: by the month for a yearly price, by the year for a monthly one. */
export function comparisonOf(price: TierPrice): string {
	if (price.interval === "month") return "Billed monthly";
	const aMonth = formatMoney(price.unit_amount / monthsPerYear, price.currency);
	return `${aMonth} a month`;
}

/**
 * What the yearly price saves against twelve months: "2 months free" when it is a whole number of
 * months, else "Save 15%"; null when there is nothing to save or to compare.
 */
export function savingOf(tier: Tier, currency: string): string | null {
	const monthly = priceOf(tier, "month", currency)?.unit_amount;
	const yearly = priceOf(tier, "year", currency)?.unit_amount;
	if (!monthly || yearly === undefined) return null;
	const saved = monthly * monthsPerYear - yearly;
	if (saved <= 0) return null;
	const months = saved / monthly;
	if (Number.isInteger(months)) return months === 1 ? "1 month free" : `${months} months free`;
	// Rounded down, so that the promise is never larger than the saving.
	const percent = Math.floor((saved / (monthly * monthsPerYear)) * 100);
	return percent > 0 ? `Save ${percent}%` : null;
}

/** The one saving that holds for every tier, to stand beside the word "Yearly"; null when they differ. */
export function commonSaving(tiers: readonly Tier[], currency: string): string | null {
	const savings = new Set(tiers.map((tier) => savingOf(tier, currency)));
	const [only] = savings;
	return savings.size === 1 && only ? only : null;
}

/** The price of a tier for an interval and a currency, if it is sold so. */
export function priceOf(tier: Tier, interval: Interval, currency: string): TierPrice | undefined {
	return tier.prices.find((price) => price.interval === interval && price.currency === currency);
}
