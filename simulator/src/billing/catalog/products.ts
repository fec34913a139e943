// Products: what is sold.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { Product } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	hash,
	list,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { priceDataShape } from "./price-params.ts";
import { createPrice } from "./prices.ts";

const editable = {
	active: boolean(),
	description: clearable(text(40_000)),
	images: list(text(), 8),
	marketing_features: list(hash({ name: required(text(80)) }), 15),
	metadata: metadata(),
	shippable: boolean(),
	statement_descriptor: clearable(text(22)),
	tax_code: clearable(text()),
	unit_label: clearable(text(12)),
	url: clearable(text()),
};
export const productUpdateParams = { ...editable, name: text(), default_price: clearable(text()) };
export const productCreateParams = {
	...editable,
	id: text(),
	name: required(text()),
	type: oneOf("service", "good"),
	default_price_data: hash(priceDataShape),
};

/** A new product, with its first price when `default_price_data` is given. Emits product.created. */
export function createProduct(draft: Draft, params: Values<typeof productCreateParams>): Product {
	const id = params.id ?? draft.newId("prod", 14);
	if (draft.get("product", id) !== undefined) {
		throw invalidRequest(`Product already exists.`, {
			code: "resource_already_exists",
			param: "id",
		});
	}
	const product = draft.put("product", edited(blankProduct(draft, id, params), params));
	draft.emit("product.created", product);
	if (params.default_price_data === undefined) return product;
	const price = createPrice(draft, { ...params.default_price_data, product: id });
	return reviseProduct(draft, product, { default_price: price.id });
}

/** Changes what was sent. Emits product.updated when something differs. */
export function updateProduct(
	draft: Draft,
	id: string,
	params: Values<typeof productUpdateParams>,
): Product {
	const product = getRecord(draft, "product", { id });
	if (params.default_price) {
		getRecord(draft, "price", { id: params.default_price, param: "default_price" });
	}
	return reviseProduct(draft, product, {
		...edited(product, params),
		name: params.name ?? product.name,
		default_price: kept(params.default_price, product.default_price ?? null),
	});
}

export function retrieveProduct(draft: Draft, id: string): Product | DeletedStub {
	return draft.get("deletedStub", id) ?? getRecord(draft, "product", { id });
}

/** Only a product without prices can be deleted. Emits product.deleted. */
export function deleteProduct(draft: Draft, id: string): DeletedStub {
	const product = getRecord(draft, "product", { id });
	for (const _price of draft.list("price", { group: `product:${id}` })) {
		throw invalidRequest(
			"This product cannot be deleted because it has one or more user-created prices.",
		);
	}
	draft.remove("product", id);
	draft.emit("product.deleted", product);
	return draft.put("deletedStub", { id, object: "product", deleted: true });
}

function reviseProduct(draft: Draft, before: Product, values: Partial<Product>): Product {
	const after = { ...before, ...values };
	if (JSON.stringify(after) === JSON.stringify(before)) return before;
	const saved = draft.put("product", { ...after, updated: draft.now });
	draft.emit("product.updated", saved, before);
	return saved;
}

function blankProduct(
	draft: Draft,
	id: string,
	params: Values<typeof productCreateParams>,
): Product {
	return {
		id,
		object: "product",
		active: true,
		created: draft.now,
		default_price: null,
		description: null,
		images: [],
		livemode: false,
		marketing_features: [],
		metadata: {},
		name: params.name,
		package_dimensions: null,
		shippable: null,
		statement_descriptor: null,
		tax_code: null,
		tax_details: null,
		type: params.type ?? "service",
		unit_label: null,
		updated: draft.now,
		url: null,
	};
}

function edited(product: Product, params: Values<typeof editable>): Product {
	return {
		...product,
		active: params.active ?? product.active,
		description: kept(params.description, product.description),
		images: params.images ?? product.images,
		marketing_features: params.marketing_features ?? product.marketing_features,
		metadata: mergeMetadata(product.metadata, params.metadata),
		shippable: params.shippable ?? product.shippable,
		statement_descriptor: kept(params.statement_descriptor, product.statement_descriptor ?? null),
		tax_code: kept(params.tax_code, product.tax_code ?? null),
		unit_label: kept(params.unit_label, product.unit_label ?? null),
		url: kept(params.url, product.url),
	};
}
