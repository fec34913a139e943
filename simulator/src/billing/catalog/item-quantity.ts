// How many units of a price an item has; a metered price has none.
import type { Price } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { isMetered } from "./cost-of.ts";

/** Error: a quantity for a price whose meter counts it. `param` is the quantity's name as sent. */
export function refuseQuantity(price: Price, quantity: number | undefined, param: string): void {
	if (quantity === undefined || !isMetered(price)) return;
	throw invalidRequest(
		"You cannot set the quantity for metered plans. Instead you should report usage throughout the billing period.",
		{ param },
	);
}

/** The `quantity` field of an item at this price, one unless given; no field where a meter counts. */
export function quantityField(price: Price, quantity: number | undefined): { quantity?: number } {
	return isMetered(price) ? {} : { quantity: quantity ?? 1 };
}
