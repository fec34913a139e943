// /v2/billing: meter events, one by one and by the stream
import {
	cancelDatedEvent,
	createDatedEvent,
	datedAdjustmentParams,
} from "../../billing/meter-stream/dated-meter-events.ts";
import {
	openMeterSession,
	streamedEvent,
	streamMeterEvents,
	streamParams,
} from "../../billing/meter-stream/stream-events.ts";
import { type Route, route } from "../route.ts";

export const v2Billing: Route[] = [
	route({
		method: "POST",
		path: "/v2/billing/meter_events",
		params: streamedEvent,
		run: createDatedEvent,
	}),
	route({
		method: "POST",
		path: "/v2/billing/meter_event_adjustments",
		params: datedAdjustmentParams,
		run: cancelDatedEvent,
	}),
	route({
		method: "POST",
		path: "/v2/billing/meter_event_session",
		params: {},
		run: openMeterSession,
	}),
	{
		...route({
			method: "POST",
			path: "/v2/billing/meter_event_stream",
			params: streamParams,
			run: (draft, params, { credential }) => streamMeterEvents(draft, credential, params),
		}),
		takesToken: true,
	},
];
