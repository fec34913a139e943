// What a quantity costs at prices that depend on the quantity.
import type { PriceTier } from "./price-details.ts";

/**
 * Minor units for `quantity`, rounded once. Graduated: every tier's units at that tier's rate, with the
 * flat amount of each tier that is reached. Volume: all units at the rate of the tier the whole quantity
 * falls in, with its flat amount. Nothing used reaches the first tier. Source: Stripe's pricing models.
 */
export function tierAmount(
	tiers: readonly PriceTier[],
	mode: "graduated" | "volume",
	quantity: number,
): number {
	const exact = mode === "volume" ? volume(tiers, quantity) : graduated(tiers, quantity);
	return Math.round(exact);
}

function volume(tiers: readonly PriceTier[], quantity: number): number {
	const tier = tiers.find(({ up_to }) => up_to === null || quantity <= up_to);
	return tier === undefined ? 0 : flatOf(tier) + quantity * rateOf(tier);
}

function graduated(tiers: readonly PriceTier[], quantity: number): number {
	let from = 0;
	let total = 0;
	for (const tier of tiers) {
		const upTo = Math.min(quantity, tier.up_to ?? Number.POSITIVE_INFINITY);
		total += flatOf(tier) + (upTo - from) * rateOf(tier);
		from = upTo;
		if (quantity <= upTo) break;
	}
	return total;
}

function flatOf(tier: PriceTier): number {
	return Number(tier.flat_amount_decimal ?? tier.flat_amount ?? 0);
}

function rateOf(tier: PriceTier): number {
	return Number(tier.unit_amount_decimal ?? tier.unit_amount ?? 0);
}
