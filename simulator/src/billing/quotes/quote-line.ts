// One thing a quote offers, with what applies to it alone.
import type { LineItem } from "../core/objects.ts";

export interface QuoteLine {
	item: LineItem;
	/** Ids of its own tax rates; the quote's default ones apply without any. */
	taxRates: string[];
	/** Ids of its own discounts, in order. */
	discounts: string[];
}
