// /v1/products
import {
	createProduct,
	deleteProduct,
	productCreateParams,
	productUpdateParams,
	retrieveProduct,
	updateProduct,
} from "../../billing/catalog/products.ts";
import { boolean, inRange, list, range, text } from "../../billing/core/params/params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const products: Route[] = [
	route({ method: "POST", path: "/v1/products", params: productCreateParams, run: createProduct }),
	retrieveRoute("/v1/products/:id", retrieveProduct),
	route({
		method: "POST",
		path: "/v1/products/:id",
		params: productUpdateParams,
		run: (draft, params, { id }) => updateProduct(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/products/:id",
		params: {},
		run: (draft, _params, { id }) => deleteProduct(draft, id),
	}),
	listRoute({
		path: "/v1/products",
		collection: "product",
		filters: {
			active: boolean(),
			created: range(),
			ids: list(text()),
			shippable: boolean(),
			url: text(),
		},
		keep: (product, { active, created, ids, shippable, url }) =>
			(active === undefined || product.active === active) &&
			(shippable === undefined || (product.shippable ?? false) === shippable) &&
			(url === undefined || product.url === url) &&
			(ids === undefined || ids.includes(product.id)) &&
			inRange(product.created, created),
	}),
];
