// Lists of the newer API: pages are found by the address in the answer.
import type { CollectionName, Collections } from "../../billing/core/collections.ts";
import type { Draft } from "../../billing/core/draft.ts";
import {
	integer,
	type Raw,
	readShape,
	type Shape,
	text,
	type Values,
} from "../../billing/core/params/params.ts";
import { listPage } from "../lists/list-page.ts";
import type { Route } from "../route.ts";

interface V2List<Name extends CollectionName, S extends Shape> {
	path: string;
	collection: Name;
	filters: S;
	keep: (record: Collections[Name], filters: Values<S>) => boolean;
	show: (record: Collections[Name], draft: Draft, filters: Values<S>) => object;
}

/** GET of many, newest first. Only the next page is linked, as a client walks them. */
export function v2List<Name extends CollectionName, S extends Shape>({
	path,
	collection,
	filters: shape,
	keep,
	show,
}: V2List<Name, S>): Route {
	return {
		method: "GET",
		path,
		prepare(raw) {
			const paging = readShape({ limit: integer(1), page: text() }, taken(raw));
			const filters = readShape(shape, raw);
			return (draft) => {
				const ids: string[] = [];
				const { data, has_more } = listPage(draft, collection, {
					page: { limit: paging.limit, starting_after: paging.page, ending_before: undefined },
					url: path,
					group: undefined,
					keep: (record) => keep(record, filters),
					show(record) {
						ids.push(record.id);
						return show(record, draft, filters);
					},
				});
				const next_page_url = has_more ? `${path}?page=${ids.at(-1)}` : null;
				return { data, next_page_url, previous_page_url: null };
			};
		},
	};
}

/** Takes the parameters of paging out of the table and leaves the filters. */
function taken(raw: Map<string, Raw>) {
	const paging = new Map([...raw].filter(([key]) => key === "limit" || key === "page"));
	for (const key of paging.keys()) raw.delete(key);
	return paging;
}
