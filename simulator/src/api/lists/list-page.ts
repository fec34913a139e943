// One page of any list, newest first.
import type { CollectionName, Collections } from "../../billing/core/collections.ts";
import type { Draft } from "../../billing/core/draft.ts";
import { invalidRequest, missingResource } from "../../billing/core/stripe-error.ts";
import type { PageParams } from "./page-params.ts";

const defaultLimit = 10;
const largestLimit = 100;

export interface PageRequest<Item> {
	page: PageParams;
	/** Where the list lives, repeated in the answer. */
	url: string;
	group: string | undefined;
	keep: (record: Item) => boolean;
	show: (record: Item) => object;
}

export interface ListObject {
	object: "list";
	data: object[];
	has_more: boolean;
	url: string;
}

/**
 * The records after or before the cursor. `has_more` speaks of the direction walked. Errors: both cursors
 * at once, a limit outside 1 to 100, and a cursor that names nothing.
 */
export function listPage<Name extends CollectionName>(
	draft: Draft,
	name: Name,
	request: PageRequest<Collections[Name]>,
): ListObject {
	const { page } = request;
	const limit = checkPage(page);
	const { records, more } =
		page.ending_before === undefined
			? walkDown(draft, name, { ...request, limit, after: page.starting_after })
			: walkUp(draft, name, { ...request, limit, cursor: page.ending_before });
	return { object: "list", data: records.map(request.show), has_more: more, url: request.url };
}

/** How many records a page has. Errors: both cursors at once, a limit outside 1 to 100. */
export function checkPage(page: PageParams): number {
	const limit = page.limit ?? defaultLimit;
	if (limit > largestLimit) {
		throw invalidRequest(`This value must be less than or equal to ${largestLimit}.`, {
			code: "parameter_invalid_integer",
			param: "limit",
		});
	}
	if (page.starting_after !== undefined && page.ending_before !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: starting_after, ending_before.",
			{ code: "parameters_exclusive", param: "starting_after" },
		);
	}
	return limit;
}

type Walk<Item> = PageRequest<Item> & { limit: number };

function walkDown<Name extends CollectionName>(
	draft: Draft,
	name: Name,
	walk: Walk<Collections[Name]> & { after: string | undefined },
) {
	if (walk.after !== undefined) requireCursor(draft, name, [walk.after, "starting_after"]);
	const records: Collections[Name][] = [];
	const scope = scopeOf(walk.group, walk.after);
	for (const record of draft.list(name, scope)) {
		if (!walk.keep(record)) continue;
		if (records.length === walk.limit) return { records, more: true };
		records.push(record);
	}
	return { records, more: false };
}

/** Everything newer than the cursor is passed; the page is the last of it, still newest first. */
function walkUp<Name extends CollectionName>(
	draft: Draft,
	name: Name,
	walk: Walk<Collections[Name]> & { cursor: string },
) {
	requireCursor(draft, name, [walk.cursor, "ending_before"]);
	const newer: Collections[Name][] = [];
	for (const record of draft.list(name, scopeOf(walk.group, undefined))) {
		if (record.id === walk.cursor) break;
		if (walk.keep(record)) newer.push(record);
	}
	return { records: newer.slice(-walk.limit), more: newer.length > walk.limit };
}

function scopeOf(group: string | undefined, before: string | undefined) {
	return { ...(group === undefined ? {} : { group }), ...(before === undefined ? {} : { before }) };
}

function requireCursor(
	draft: Draft,
	name: CollectionName,
	[id, param]: readonly [string, string],
): void {
	if (draft.get(name, id) === undefined) throw missingResource(name, id, param);
}
