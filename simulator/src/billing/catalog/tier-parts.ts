// What a quantity costs at prices that depend on the quantity, tier by tier.
import type { PriceTier } from "./price-details.ts";

/** What one tier adds to a bill: its units, or its flat amount. */
export interface TierPart {
	/** Counted from one. */
	tier: number;
	/** Units at this rate; none in the flat amount. */
	quantity: number;
	/** Minor units per unit, or the flat amount; maybe with decimals. */
	rate: string;
	flat: boolean;
	/** Minor units, rounded. */
	amount: number;
}

/**
 * Graduated: every tier that is reached with its own units, then its flat amount where it has one. Volume:
 * all units in the tier the whole quantity falls in. Nothing used reaches the first tier. Source: recorded
 * invoices, and Stripe's pricing models.
 */
export function tierParts(
	tiers: readonly PriceTier[],
	mode: "graduated" | "volume",
	quantity: number,
): TierPart[] {
	return mode === "volume" ? volume(tiers, quantity) : graduated(tiers, quantity);
}

function volume(tiers: readonly PriceTier[], quantity: number): TierPart[] {
	const index = tiers.findIndex(({ up_to }) => up_to === null || quantity <= up_to);
	return partsOf(tiers[index], { tier: index + 1, quantity });
}

function graduated(tiers: readonly PriceTier[], quantity: number): TierPart[] {
	const parts: TierPart[] = [];
	let from = 0;
	for (const [index, tier] of tiers.entries()) {
		const upTo = Math.min(quantity, tier.up_to ?? Number.POSITIVE_INFINITY);
		parts.push(...partsOf(tier, { tier: index + 1, quantity: upTo - from }));
		from = upTo;
		if (quantity <= upTo) break;
	}
	return parts;
}

function partsOf(
	tier: PriceTier | undefined,
	{ tier: number, quantity }: { tier: number; quantity: number },
): TierPart[] {
	if (tier === undefined) return [];
	const rate = tier.unit_amount_decimal ?? String(tier.unit_amount ?? 0);
	const amount = Math.round(Number(rate) * quantity);
	const units = { tier: number, quantity, rate, flat: false, amount };
	const flat = tier.flat_amount_decimal ?? tier.flat_amount;
	if (flat === null) return [units];
	const fee = Math.round(Number(flat));
	return [units, { tier: number, quantity: 0, rate: String(flat), flat: true, amount: fee }];
}
