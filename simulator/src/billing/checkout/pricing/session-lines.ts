// What a checkout session sells, line by line.
import { advanceCost, isMetered } from "../../catalog/cost-of.ts";
import { givenPrice } from "../../catalog/given-price.ts";
import { refuseQuantity } from "../../catalog/item-quantity.ts";
import { refuseCurrency } from "../../catalog/price-in.ts";
import type { Draft } from "../../core/draft.ts";
import type { LineItem, Price } from "../../core/objects.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import type { SessionParams } from "../open/session-params.ts";

/**
 * The lines as the session keeps them; none in setup mode. They are in the expected currency, else in that
 * of the first price. Errors: no lines, or not fit for the mode, or without that currency.
 */
export function toLines(
	draft: Draft,
	params: SessionParams,
	expected: string | undefined,
): LineItem[] {
	const given = params.line_items ?? [];
	if (params.mode === "setup") {
		if (given.length === 0) return [];
		throw invalidRequest("You can not pass `line_items` in `setup` mode.", { param: "line_items" });
	}
	if (given.length === 0) {
		throw invalidRequest("Missing required param: line_items.", {
			code: "parameter_missing",
			param: "line_items",
		});
	}
	const prices = given.map((line, index) => givenPrice(draft, line, `line_items[${index}]`));
	const currency = expected ?? prices[0]?.currency ?? "usd";
	const lines = given.flatMap((line, index) => {
		const price = prices[index];
		if (price === undefined) return [];
		const param = `line_items[${index}]`;
		refuseQuantity(price, line.quantity, `${param}[quantity]`);
		refuseCurrency(draft, price, { currency, param: `${param}[price]` });
		const bought = { price, quantity: line.quantity ?? 1, currency };
		return [{ ...toLine(draft, bought), adjustable_quantity: adjustable(line) }];
	});
	const recurring = lines.some((line) => line.price?.recurring);
	if (params.mode === "subscription" && !recurring) {
		throw invalidRequest(
			"You must provide at least one recurring price in `subscription` mode when using prices.",
			{ param: "line_items" },
		);
	}
	if (params.mode === "payment" && recurring) {
		throw invalidRequest(
			"You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
			{ param: "line_items" },
		);
	}
	return lines;
}

type Given = NonNullable<SessionParams["line_items"]>[number];

function adjustable({ adjustable_quantity: given }: Given): LineItem["adjustable_quantity"] {
	if (given === undefined) return null;
	const { enabled, maximum = null, minimum = null } = given;
	return { enabled, maximum, minimum };
}

/** A line before discounts and taxes. */
export function toLine(
	draft: Draft,
	{ price, quantity, currency }: { price: Price; quantity: number; currency: string },
): LineItem {
	const amount = advanceCost(draft, { price, quantity }, currency);
	return {
		id: draft.newId("li", 24),
		object: "item",
		adjustable_quantity: null,
		amount_discount: 0,
		amount_subtotal: amount,
		amount_tax: 0,
		amount_total: amount,
		currency,
		description: draft.get("product", price.product)?.name ?? null,
		metadata: {},
		price,
		quantity: isMetered(price) ? null : quantity,
	};
}
