// A product described within another request instead of named by its id.
import type { Draft } from "../core/draft.ts";
import type { MetadataPatch } from "../core/params/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { createProduct } from "./products.ts";

export interface ProductData {
	id?: string | undefined;
	name: string;
	active?: boolean | undefined;
	description?: string | undefined;
	metadata?: MetadataPatch;
	statement_descriptor?: string | undefined;
	unit_label?: string | undefined;
}

/** The id of the product named, or of a new one made from its data; undefined when neither was given. */
export function createProductFor(
	draft: Draft,
	{
		product,
		product_data,
	}: { product: string | undefined; product_data?: ProductData | undefined },
): string | undefined {
	if (product_data === undefined) return product;
	if (product !== undefined) {
		throw invalidRequest("You may only specify one of these parameters: product, product_data.", {
			code: "parameters_exclusive",
			param: "product",
		});
	}
	return createProduct(draft, { ...nothingElse, ...product_data }).id;
}

const nothingElse = {
	active: undefined,
	default_price_data: undefined,
	description: undefined,
	id: undefined,
	images: undefined,
	marketing_features: undefined,
	metadata: undefined,
	shippable: undefined,
	statement_descriptor: undefined,
	tax_code: undefined,
	type: undefined,
	unit_label: undefined,
	url: undefined,
};
