// What a quantity at a price costs.

import type { Draft } from "../core/draft.ts";
import type { Price } from "../core/objects.ts";
import { priceIn, tiersIn } from "./price-in.ts";
import { type TierPart, tierParts } from "./tier-parts.ts";

/** One line of a bill for a price. Amounts in minor units. */
export interface CostPart {
	amount: number;
	quantity: number;
	/** Per unit, maybe with decimals; null for a flat amount and for a price without one. */
	unitAmount: string | null;
	/** The tier it is of; null for a price per unit. */
	tier: Pick<TierPart, "flat" | "rate" | "tier"> | null;
}

/** The parts of a quantity's cost in a currency the price has: one, or those of its tiers. */
export function costParts(
	draft: Draft,
	price: Price,
	{ quantity, currency }: { quantity: number; currency: string },
): CostPart[] {
	const units = packagesOf(price, quantity);
	if (price.billing_scheme !== "tiered") {
		const unitAmount = priceIn(draft, price, currency).unit_amount_decimal;
		const amount = Math.round(Number(unitAmount ?? 0) * units);
		return [{ amount, quantity, unitAmount, tier: null }];
	}
	const mode = price.tiers_mode === "volume" ? "volume" : "graduated";
	return tierParts(tiersIn(draft, price, currency), mode, units).map((tier) => ({
		amount: tier.amount,
		quantity: tier.quantity,
		unitAmount: tier.flat ? null : tier.rate,
		tier,
	}));
}

/** Minor units of the currency, the sum of its parts. */
export function costOf(
	draft: Draft,
	price: Price,
	bought: { quantity: number; currency: string },
): number {
	return costParts(draft, price, bought).reduce((sum, { amount }) => sum + amount, 0);
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
