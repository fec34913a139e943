// /v1/events
import { getRecord } from "../../billing/core/find.ts";
import { boolean, inRange, list, range, text } from "../../billing/core/params/params.ts";
import { invalidRequest } from "../../billing/core/stripe-error.ts";
import { listRoute, type Route, retrieveRoute } from "../route.ts";

export const events: Route[] = [
	retrieveRoute("/v1/events/:id", (draft, id) => getRecord(draft, "event", { id })),
	listRoute({
		path: "/v1/events",
		collection: "event",
		filters: {
			created: range(),
			delivery_success: boolean(),
			type: text(),
			types: list(text(), 20),
		},
		check: (_draft, { type, types }) => {
			if (type === undefined || types === undefined) return;
			throw invalidRequest("You may only specify one of these parameters: type, types.", {
				code: "parameters_exclusive",
				param: "type",
			});
		},
		keep: (event, { created, delivery_success, type, types }) =>
			inRange(event.created, created) &&
			(type === undefined || matches(event.type, type)) &&
			(types === undefined || types.includes(event.type)) &&
			(delivery_success === undefined || (event.pending_webhooks === 0) === delivery_success),
	}),
];

/** `invoice.*` stands for every type of that family. */
function matches(type: string, pattern: string): boolean {
	return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
