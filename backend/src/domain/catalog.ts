// The catalogue: which tiers are sold, at which prices, and how they rank.

export type Interval = "month" | "year";

/** One price of a tier. `unitAmount` is in minor units of `currency` (ISO 4217, lower case). */
export interface CatalogPrice {
	lookupKey: string;
	interval: Interval;
	currency: string;
	unitAmount: number;
}

export interface CatalogTier {
	tierName: string;
	displayName: string;
	description: string;
	highlighted: boolean;
	features: readonly string[];
	prices: readonly CatalogPrice[];
}

/**
 * `tiers` stand from the lowest to the highest. `graceDays`: access kept after a failed renewal.
 * `leaseHours`: access kept past a period's end while nothing is heard of the renewal.
 */
export interface Catalog {
	businessName: string;
	trial: {
		days: number;
		/** What to do with a trial whose card already had one, which shows only once it was paid with. */
		onReuse: "cancel" | "charge" | "allow";
		/** In test mode everybody pays with the same few cards: there they tell nobody from anybody. */
		compareCards: "in_live_mode" | "always";
	};
	/** What to do when two tabs bought two subscriptions: keep the one that decides, and … */
	duplicates: "cancel_and_refund" | "cancel" | "report";
	graceDays: number;
	leaseHours: number;
	tiers: readonly CatalogTier[];
}

/** A catalogue price that exists in Stripe, so that it can be sold. */
export interface SellablePrice extends CatalogPrice {
	priceId: string;
	tierName: string;
}

/**
 * Checks a catalogue once, at start, and freezes it.
 * Throws an `Error` that names every fault: a name or lookup key used twice, an amount that is no
 * whole number of minor units, a trial, grace or lease that is no whole number.
 */
export function defineBilling(catalog: Catalog): Catalog {
	const faults = [
		...repeated(catalog.tiers.map((tier) => tier.tierName)).map((n) => `tier "${n}" stands twice`),
		...repeated(pricesOf(catalog).map((p) => p.lookupKey)).map((k) => `lookup key "${k}" twice`),
		...catalog.tiers
			.filter((tier) => !/^[a-z][a-z0-9_]{0,39}$/.test(tier.tierName))
			.map((tier) => `tier name "${tier.tierName}" must be lower case letters, digits and _`),
		...pricesOf(catalog)
			.filter((p) => !Number.isSafeInteger(p.unitAmount) || p.unitAmount < 0)
			.map((p) => `unitAmount of "${p.lookupKey}" must be a whole number of minor units`),
		...[catalog.trial.days, catalog.graceDays, catalog.leaseHours]
			.filter((length) => !Number.isInteger(length) || length < 0)
			.map((length) => `${length} is not a whole number of days or hours`),
	];
	if (faults.length > 0) throw new Error(`billing.config.ts: ${faults.join("; ")}`);
	return Object.freeze(catalog);
}

export function pricesOf(catalog: Catalog): CatalogPrice[] {
	return catalog.tiers.flatMap((tier) => [...tier.prices]);
}

/** Finds by own name only: `__proto__` and `constructor` are unknown tiers like any other word. */
export function findTier(catalog: Catalog, tierName: string): CatalogTier | undefined {
	return catalog.tiers.find((tier) => tier.tierName === tierName);
}

/** 0 for the lowest tier; -1 for none, or for a tier that left the catalogue. */
export function tierRank(catalog: Catalog, tierName: string | null): number {
	return catalog.tiers.findIndex((tier) => tier.tierName === tierName);
}

function repeated(words: string[]): string[] {
	return words.filter((word, at) => words.indexOf(word) !== at);
}
