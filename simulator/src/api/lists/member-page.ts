// One page of a list that is part of an object, in the object's own order.
import { missingResource } from "../../billing/core/stripe-error.ts";
import type { ListObject } from "./list-page.ts";
import { checkPage } from "./list-page.ts";
import type { PageParams } from "./page-params.ts";

/** The members after or before the cursor. Errors: those of any list. */
export function memberPage<Member extends { id: string }>(
	members: readonly Member[],
	{ page, url }: { page: PageParams; url: string },
): ListObject {
	const limit = checkPage(page);
	const place = (id: string, param: string) => {
		const index = members.findIndex((member) => member.id === id);
		if (index < 0) throw missingResource("line item", id, param);
		return index;
	};
	const { starting_after: after, ending_before: before } = page;
	const end = before === undefined ? members.length : place(before, "ending_before");
	const start =
		before === undefined
			? after === undefined
				? 0
				: place(after, "starting_after") + 1
			: Math.max(0, end - limit);
	const data = members.slice(start, Math.min(end, start + limit));
	const more = before === undefined ? start + limit < end : start > 0;
	return { object: "list", data, has_more: more, url };
}
