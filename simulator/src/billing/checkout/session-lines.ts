// What a checkout session sells, line by line.
import { advanceCost, isMetered } from "../catalog/cost-of.ts";
import { refuseQuantity } from "../catalog/item-quantity.ts";
import { createPrice } from "../catalog/prices.ts";
import { createProductFor } from "../catalog/product-data.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { LineItem, Price } from "../core/objects.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import type { SessionParams } from "./session-params.ts";

/** The lines as the session keeps them; none in setup mode. Errors: no lines, or not fit for the mode. */
export function toLines(draft: Draft, params: SessionParams): LineItem[] {
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
	const lines = given.map((line, index) => {
		const price = priceOf(draft, line, `line_items[${index}]`);
		refuseQuantity(price, line.quantity, `line_items[${index}][quantity]`);
		return { ...toLine(draft, price, line.quantity ?? 1), adjustable_quantity: adjustable(line) };
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

function priceOf(draft: Draft, line: Given, param: string): Price {
	if (line.price !== undefined) {
		const price = getRecord(draft, "price", { id: line.price, param: `${param}[price]` });
		if (!price.active) {
			throw invalidRequest(
				`The price specified is inactive. This field only accepts active prices.`,
				{ param: `${param}[price]` },
			);
		}
		return price;
	}
	const data = line.price_data;
	if (data === undefined) {
		throw invalidRequest(`Missing required param: ${param}[price].`, {
			code: "parameter_missing",
			param: `${param}[price]`,
		});
	}
	return createPrice(draft, { ...data, product: createProductFor(draft, data), active: false });
}

function toLine(draft: Draft, price: Price, quantity: number): LineItem {
	const amount = advanceCost(draft, { price, quantity });
	return {
		id: draft.newId("li", 24),
		object: "item",
		adjustable_quantity: null,
		amount_discount: 0,
		amount_subtotal: amount,
		amount_tax: 0,
		amount_total: amount,
		currency: price.currency,
		description: draft.get("product", price.product)?.name ?? null,
		metadata: {},
		price,
		quantity: isMetered(price) ? null : quantity,
	};
}
