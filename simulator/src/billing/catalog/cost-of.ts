// What a quantity at a price costs.

import type { Draft } from "../core/draft.ts";
import type { Price } from "../core/objects.ts";
import { priceIn, tiersIn } from "./price-in.ts";
import { tierAmount } from "./tier-amount.ts";

/** Minor units of the currency, which is one the price has, rounded to whole ones. */
export function costOf(
	draft: Draft,
	price: Price,
	{ quantity, currency }: { quantity: number; currency: string },
): number {
	const units = packagesOf(price, quantity);
	if (price.billing_scheme !== "tiered") {
		return Math.round(Number(priceIn(draft, price, currency).unit_amount_decimal ?? 0) * units);
	}
	const tiers = tiersIn(draft, price, currency);
	return tierAmount(tiers, price.tiers_mode === "volume" ? "volume" : "graduated", units);
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
	{ price, quantity = 1 }: { price: Price; quantity?: number },
	currency: string,
): number {
	return isMetered(price) ? 0 : costOf(draft, price, { quantity, currency });
}
