// /v1/billing/meters, /v1/billing/meter_events and their adjustments
import { getRecord } from "../../billing/core/find.ts";
import { integer, oneOf, text } from "../../billing/core/params/params.ts";
import {
	adjustmentParams,
	cancelMeterEvent,
	createMeterEvent,
	meterEventParams,
} from "../../billing/meters/meter-events.ts";
import {
	createMeter,
	deactivateMeter,
	meterCreateParams,
	meterUpdateParams,
	reactivateMeter,
	updateMeter,
} from "../../billing/meters/meters.ts";
import { summariesOf, summaryParams } from "../../billing/meters/usage.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const meters: Route[] = [
	route({
		method: "POST",
		path: "/v1/billing/meters",
		params: meterCreateParams,
		run: createMeter,
	}),
	retrieveRoute("/v1/billing/meters/:id", (draft, id) => getRecord(draft, "billing.meter", { id })),
	route({
		method: "POST",
		path: "/v1/billing/meters/:id",
		params: meterUpdateParams,
		run: (draft, params, { id }) => updateMeter(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/billing/meters/:id/deactivate",
		params: {},
		run: (draft, _params, { id }) => deactivateMeter(draft, id),
	}),
	route({
		method: "POST",
		path: "/v1/billing/meters/:id/reactivate",
		params: {},
		run: (draft, _params, { id }) => reactivateMeter(draft, id),
	}),
	route({
		method: "GET",
		path: "/v1/billing/meters/:id/event_summaries",
		params: { ...summaryParams, limit: integer(1), starting_after: text(), ending_before: text() },
		run: (draft, { limit = 10, starting_after, ...params }, { id }) => {
			const all = summariesOf(draft, id, params);
			const from = all.findIndex((one) => "id" in one && one.id === starting_after) + 1;
			return {
				object: "list",
				data: all.slice(from, from + limit),
				has_more: all.length > from + limit,
				url: `/v1/billing/meters/${id}/event_summaries`,
			};
		},
	}),
	listRoute({
		path: "/v1/billing/meters",
		collection: "billing.meter",
		filters: { status: oneOf("active", "inactive") },
		keep: (meter, { status }) => status === undefined || meter.status === status,
	}),
	route({
		method: "POST",
		path: "/v1/billing/meter_events",
		params: meterEventParams,
		run: createMeterEvent,
	}),
	route({
		method: "POST",
		path: "/v1/billing/meter_event_adjustments",
		params: adjustmentParams,
		run: cancelMeterEvent,
	}),
];
