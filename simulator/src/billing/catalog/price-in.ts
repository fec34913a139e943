// A price as it is charged in one of its currencies.
import type { Draft } from "../core/draft.ts";
import type { Price } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import type { PriceTier } from "./price-details.ts";

/** Whether the price says what it costs in this currency. */
export function hasCurrency(draft: Draft, price: Price, currency: string): boolean {
	return price.currency === currency || optionOf(draft, price, currency) !== undefined;
}

/**
 * The price with the currency and the amounts it has there. Objects keep showing the price in its own
 * currency; this is for what is charged and said.
 */
export function priceIn(draft: Draft, price: Price, currency: string): Price {
	const option = price.currency === currency ? undefined : optionOf(draft, price, currency);
	if (option === undefined) return price;
	const { custom_unit_amount, tax_behavior, unit_amount, unit_amount_decimal } = option;
	return { ...price, currency, custom_unit_amount, tax_behavior, unit_amount, unit_amount_decimal };
}

/** The tiers of a tiered price in this currency; none for a price per unit. */
export function tiersIn(draft: Draft, price: Price, currency: string): readonly PriceTier[] {
	const own = draft.get("priceDetails", price.id)?.tiers ?? [];
	return optionOf(draft, price, currency)?.tiers ?? own;
}

/** Error: the price costs nothing in this currency. `param` is the price's name as sent. */
export function refuseCurrency(
	draft: Draft,
	price: Price,
	{ currency, param }: { currency: string; param: string },
): void {
	if (hasCurrency(draft, price, currency)) return;
	const known = Object.keys(draft.get("priceDetails", price.id)?.currencyOptions ?? {});
	const supported = [...new Set([price.currency, ...known])].map((one) => `\`${one}\``);
	throw invalidRequest(
		`The price specified only supports ${supported.join(", ")}. This doesn't match the expected currency: \`${currency}\`.`,
		{ param },
	);
}

function optionOf(draft: Draft, { id }: Price, currency: string) {
	return draft.get("priceDetails", id)?.currencyOptions[currency];
}
