// What a quantity at a price costs.

import type { Draft } from "../core/draft.ts";
import type { Price } from "../core/objects.ts";
import { tierAmount } from "./tier-amount.ts";

/** Minor units of the price's own currency, rounded to whole ones. */
export function costOf(draft: Draft, price: Price, { quantity }: { quantity: number }): number {
	const units = packagesOf(price, quantity);
	if (price.billing_scheme !== "tiered") {
		return Math.round(Number(price.unit_amount_decimal ?? 0) * units);
	}
	const tiers = draft.get("priceDetails", price.id)?.tiers ?? [];
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
	{ price, quantity }: { price: Price; quantity?: number },
): number {
	return isMetered(price) ? 0 : costOf(draft, price, { quantity: quantity ?? 1 });
}
