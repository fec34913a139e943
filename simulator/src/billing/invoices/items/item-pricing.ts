// What an invoice item or a line added by hand costs: an amount, a price, or a price made on the spot.
import { costOf } from "../../catalog/cost-of.ts";
import { givenPrice, oncePriceShape, refuseRecurring } from "../../catalog/given-price.ts";
import { priceIn, refuseCurrency } from "../../catalog/price-in.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { InvoiceItem, Price } from "../../core/objects.ts";
import { hash, integer, text, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { pricingOf, unitAmountOf } from "./invoice-items.ts";

export const itemPricingShape = {
	amount: integer(),
	price_data: oncePriceShape.price_data,
	pricing: hash({ price: text() }),
	quantity: integer(0),
	unit_amount_decimal: text(30),
};
export type ItemPricing = Partial<Values<typeof itemPricingShape>>;

export interface PricedAmount {
	amount: number;
	quantity: number;
	currency: string | undefined;
	pricing: InvoiceItem["pricing"];
	/** The price, when there is a real one; an amount has none that could be retrieved. */
	price: Price | undefined;
}

/**
 * Undefined when none of them was sent. A price costs what it does in the currency given, else in its own.
 * Errors: more than one, an unknown price, one that lacks the currency.
 */
export function pricedAmount(
	draft: Draft,
	params: ItemPricing,
	currency?: string,
): PricedAmount | undefined {
	const { amount, price_data, pricing, unit_amount_decimal: decimal } = params;
	const sent = [amount, price_data, pricing?.price, decimal].filter((one) => one !== undefined);
	if (sent.length === 0) return undefined;
	if (sent.length > 1) {
		throw invalidRequest(
			"You may only specify one of these parameters: amount, pricing, price_data, unit_amount_decimal.",
			{ code: "parameters_exclusive", param: "amount" },
		);
	}
	const quantity = params.quantity ?? 1;
	if (amount !== undefined)
		return bareAmount(draft, amount, unitAmountOf(amount, quantity), quantity);
	if (decimal !== undefined) {
		return bareAmount(draft, Math.round(Number(decimal) * quantity), decimal, quantity);
	}
	const price = price_data
		? givenPrice(draft, { price_data }, "")
		: getRecord(draft, "price", { id: pricing?.price ?? "", param: "pricing[price]" });
	refuseRecurring(price, "pricing[price]");
	const charged = currency ?? price.currency;
	refuseCurrency(draft, price, { currency: charged, param: "pricing[price]" });
	return {
		amount: costOf(draft, price, { quantity, currency: charged }),
		quantity,
		currency: charged,
		pricing: pricingOf(price, priceIn(draft, price, charged).unit_amount_decimal),
		price,
	};
}

/** Recorded: a bare amount has a price of its own, which nobody can use again. */
function bareAmount(
	draft: Draft,
	amount: number,
	unitAmount: string,
	quantity: number,
): PricedAmount {
	const price_details = { price: draft.newId("price"), product: draft.newId("prod", 14) };
	return {
		amount,
		quantity,
		currency: undefined,
		pricing: { type: "price_details", price_details, unit_amount_decimal: unitAmount },
		price: undefined,
	};
}
