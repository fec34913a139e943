// How a resource declares its endpoints: method, path, parameters, verb.
import type { CollectionName, Collections } from "../billing/core/collections.ts";
import type { Draft } from "../billing/core/draft.ts";
import type { Raw, Shape, Values } from "../billing/core/params/params.ts";
import { readShape } from "../billing/core/params/params.ts";
import { listPage } from "./lists/list-page.ts";
import { pageParams } from "./lists/page-params.ts";

/** Parts of the path by name: `id`, and `inner` for something that belongs to it; and the `credential` sent. */
export type PathParams = Readonly<Record<string, string>>;

/** A parsed request, ready to run: its parameters are valid. */
export type Prepared = (draft: Draft) => object;

export interface Route {
	method: "GET" | "POST" | "DELETE";
	/** As Fastify writes it: `/v1/customers/:id`. */
	path: string;
	/** Whether a token of its own stands in place of the API key; the verb checks it. */
	takesToken?: boolean;
	/** Validates; throws before anything is executed. */
	prepare(raw: Map<string, Raw>, path: PathParams): Prepared;
}

export interface Endpoint<S extends Shape> {
	method: Route["method"];
	path: string;
	params: S;
	/** Answers the object of the response, a file as a Buffer, or a StripeError for a refusal whose effects stay. */
	run(
		draft: Draft,
		params: Values<S>,
		path: { id: string; inner: string; credential: string },
	): object;
}

export function route<S extends Shape>(endpoint: Endpoint<S>): Route {
	return {
		method: endpoint.method,
		path: endpoint.path,
		prepare(raw, path) {
			const params = readShape(endpoint.params, raw);
			const { id = "", inner = "", credential = "" } = path;
			const at = { id, inner, credential };
			return (draft) => endpoint.run(draft, params, at);
		},
	};
}

/** GET of one object by the id in the path. */
export function retrieveRoute(path: string, find: (draft: Draft, id: string) => object): Route {
	return route({
		method: "GET",
		path,
		params: {},
		run: (draft, _params, { id }) => find(draft, id),
	});
}

export interface ListEndpoint<Name extends CollectionName, S extends Shape> {
	path: string;
	collection: Name;
	filters: S;
	/** The group that already narrows the list, when a filter names one. */
	group?: (filters: Values<S>, path: { id: string }) => string | undefined;
	/** Whether the record belongs in the list. */
	keep?: (record: Collections[Name], filters: Values<S>, draft: Draft) => boolean;
	/** What is shown of a record; the record itself unless given. */
	show?: (record: Collections[Name], draft: Draft) => object;
	/** Refuses a contradictory or dangling filter before listing. */
	check?: (draft: Draft, filters: Values<S>, path: { id: string }) => void;
}

/** GET of many: filters of its own, pages like every other list. */
export function listRoute<Name extends CollectionName, S extends Shape>(
	endpoint: ListEndpoint<Name, S>,
): Route {
	return {
		method: "GET",
		path: endpoint.path,
		prepare(raw, path) {
			const [paging, filtering] = split(raw);
			const page = readShape(pageParams, paging);
			const filters = readShape(endpoint.filters, filtering);
			const at = { id: path.id ?? "" };
			return (draft) => {
				endpoint.check?.(draft, filters, at);
				const { keep, show } = endpoint;
				return listPage(draft, endpoint.collection, {
					page,
					url: endpoint.path.replace(":id", at.id),
					group: endpoint.group?.(filters, at),
					keep: (record) => keep?.(record, filters, draft) ?? true,
					show: (record) => show?.(record, draft) ?? record,
				});
			};
		},
	};
}

function split(raw: Map<string, Raw>): [Map<string, Raw>, Map<string, Raw>] {
	const paging = new Map([...raw].filter(([key]) => Object.hasOwn(pageParams, key)));
	const filtering = new Map([...raw].filter(([key]) => !Object.hasOwn(pageParams, key)));
	return [paging, filtering];
}
