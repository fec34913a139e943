// /v1/webhook_endpoints

import { getRecord } from "../../billing/core/find.ts";
import { takesThin } from "../../billing/thin-events/takes-thin.ts";
import {
	createEndpoint,
	deleteEndpoint,
	endpointCreateParams,
	endpointUpdateParams,
	updateEndpoint,
} from "../../billing/webhooks/webhook-endpoints.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const webhookEndpoints: Route[] = [
	route({
		method: "POST",
		path: "/v1/webhook_endpoints",
		params: endpointCreateParams,
		run: createEndpoint,
	}),
	retrieveRoute("/v1/webhook_endpoints/:id", (draft, id) =>
		getRecord(draft, "webhook_endpoint", { id }),
	),
	route({
		method: "POST",
		path: "/v1/webhook_endpoints/:id",
		params: endpointUpdateParams,
		run: (draft, params, { id }) => updateEndpoint(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/webhook_endpoints/:id",
		params: {},
		run: (draft, _params, { id }) => deleteEndpoint(draft, id),
	}),
	listRoute({
		path: "/v1/webhook_endpoints",
		collection: "webhook_endpoint",
		filters: {},
		keep: ({ id }, _filters, draft) => !takesThin(draft, id),
	}),
];
