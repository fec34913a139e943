// What a price knows beyond the fields it always shows.
import type { Price } from "../core/objects.ts";

export type PriceTier = NonNullable<Price["tiers"]>[number];

/** `id` is the price's. The fields appear in an answer only when they are expanded. */
export interface PriceDetails {
	id: string;
	/** Null for a price per unit; else ordered by `up_to`, the last one open. */
	tiers: PriceTier[] | null;
	currencyOptions: NonNullable<Price["currency_options"]>;
}
