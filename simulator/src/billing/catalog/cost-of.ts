// What a quantity at a price costs.
import type { Price } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import type { PriceTier } from "./price-details.ts";
import { tierAmount } from "./tier-amount.ts";

export interface Ordered {
	quantity: number;
	/** The price's own unless given; else one of its `currency_options`. */
	currency?: string;
}

/** Minor units of the currency, rounded to whole ones. */
export function costOf(draft: Draft, price: Price, { quantity, currency }: Ordered): number {
	const { unitAmount, tiers } = ratesOf(draft, price, currency ?? price.currency);
	const units = packagesOf(price, quantity);
	if (tiers === null) return Math.round(unitAmount * units);
	return tierAmount(tiers, price.tiers_mode === "volume" ? "volume" : "graduated", units);
}

interface Rates {
	unitAmount: number;
	tiers: readonly PriceTier[] | null;
}

function ratesOf(draft: Draft, price: Price, currency: string): Rates {
	const own = { unitAmount: Number(price.unit_amount_decimal ?? 0), tiers: null };
	const plain = currency === price.currency && price.billing_scheme !== "tiered";
	const details = plain ? undefined : draft.get("priceDetails", price.id);
	if (details === undefined) return own;
	const option = details.currencyOptions[currency];
	return {
		unitAmount: Number(option?.unit_amount_decimal ?? price.unit_amount_decimal ?? 0),
		tiers: option?.tiers ?? details.tiers,
	};
}

/** Units billed: whole packages where the price sells packages. */
function packagesOf({ transform_quantity: transform }: Price, quantity: number): number {
	if (transform === null) return quantity;
	const packages = quantity / transform.divide_by;
	return transform.round === "up" ? Math.ceil(packages) : Math.floor(packages);
}

/** Billed after use, by what a meter counted. */
export function isMetered(price: Price): boolean {
	return price.recurring?.usage_type === "metered";
}

/** What is paid in advance for the item's period: nothing for a metered price. */
export function advanceCost(
	draft: Draft,
	{ price, quantity }: { price: Price; quantity?: number },
): number {
	return isMetered(price) ? 0 : costOf(draft, price, { quantity: quantity ?? 1 });
}

/** Whether the price can be charged in this currency. */
export function sellsIn(draft: Draft, price: Price, currency: string): boolean {
	if (price.currency === currency) return true;
	return draft.get("priceDetails", price.id)?.currencyOptions[currency] !== undefined;
}
