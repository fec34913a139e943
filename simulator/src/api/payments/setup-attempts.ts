// /v1/setup_attempts and /v1/mandates
import { getRecord } from "../../billing/core/find.ts";
import { inRange, range, required, text } from "../../billing/core/params/params.ts";
import { listRoute, type Route, retrieveRoute } from "../route.ts";

export const setupAttempts: Route[] = [
	listRoute({
		path: "/v1/setup_attempts",
		collection: "setup_attempt",
		filters: { created: range(), setup_intent: required(text()) },
		check: (draft, { setup_intent: id }) => {
			getRecord(draft, "setup_intent", { id, param: "setup_intent" });
		},
		group: ({ setup_intent }) => `setup_intent:${setup_intent}`,
		keep: ({ created: at }, { created }) => inRange(at, created),
	}),
	retrieveRoute("/v1/mandates/:id", (draft, id) => getRecord(draft, "mandate", { id })),
];
