// One page of any search.
import type { CollectionName, Collections } from "../../billing/core/collections.ts";
import type { Draft } from "../../billing/core/draft.ts";
import { integer, required, text } from "../../billing/core/params/params.ts";
import { invalidRequest } from "../../billing/core/stripe-error.ts";
import { matcherOf, type SearchFields } from "../../billing/search/match-query.ts";
import { parseQuery } from "../../billing/search/parse-query.ts";
import { type Route, route } from "../route.ts";
import { checkPage } from "./list-page.ts";

export interface SearchEndpoint<Name extends CollectionName> {
	collection: Name;
	fields: SearchFields<Collections[Name]>;
}

/** GET of what a query finds, newest first. Errors: a bad query, limit or page. */
export function searchRoute<Name extends CollectionName>(
	path: string,
	{ collection, fields }: SearchEndpoint<Name>,
): Route {
	return route({
		method: "GET",
		path,
		params: { limit: integer(1), page: text(), query: required(text(10_000)) },
		run: (draft, { limit: wanted, page, query }) => {
			const limit = checkPage({
				limit: wanted,
				starting_after: undefined,
				ending_before: undefined,
			});
			const matches = matcherOf(parseQuery(query), fields);
			const scope = page === undefined ? {} : { before: cursorOf(draft, collection, page) };
			const found: Collections[Name][] = [];
			for (const record of draft.list(collection, scope)) {
				if (!isVisible(draft, record) || !matches(record)) continue;
				found.push(record);
				if (found.length > limit) break;
			}
			const data = found.slice(0, limit);
			const more = found.length > limit;
			return {
				object: "search_result",
				data,
				has_more: more,
				next_page: more ? tokenOf(data.at(-1)?.id ?? "") : null,
				url: path,
			};
		},
	});
}

/** What is new is found a little later, as the settings say. */
function isVisible(draft: Draft, record: object): boolean {
	const created = "created" in record ? Number(record.created) : 0;
	return created + draft.settings.searchDelaySeconds <= draft.now;
}

/** A page is named by the last object before it; clients are to take the token as it is. */
function tokenOf(id: string): string {
	return Buffer.from(id).toString("base64url");
}

function cursorOf(draft: Draft, collection: CollectionName, page: string): string {
	const id = Buffer.from(page, "base64url").toString("utf8");
	if (draft.get(collection, id) !== undefined) return id;
	throw invalidRequest("The page given is not one that a search has answered.", { param: "page" });
}
