// /v1/subscription_schedules
import { getRecord } from "../../billing/core/find.ts";
import { boolean, inRange, range, text } from "../../billing/core/params/params.ts";
import { createSchedule } from "../../billing/schedules/create-schedule.ts";
import {
	scheduleCancelParams,
	scheduleCreateParams,
	scheduleReleaseParams,
	scheduleUpdateParams,
} from "../../billing/schedules/schedule-params.ts";
import {
	cancelSchedule,
	releaseSchedule,
	updateSchedule,
} from "../../billing/schedules/update-schedule.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

const path = "/v1/subscription_schedules";

export const subscriptionSchedules: Route[] = [
	route({ method: "POST", path, params: scheduleCreateParams, run: createSchedule }),
	retrieveRoute(`${path}/:id`, (draft, id) => getRecord(draft, "subscription_schedule", { id })),
	route({
		method: "POST",
		path: `${path}/:id`,
		params: scheduleUpdateParams,
		run: (draft, params, { id }) => updateSchedule(draft, id, params),
	}),
	route({
		method: "POST",
		path: `${path}/:id/release`,
		params: scheduleReleaseParams,
		run: (draft, _params, { id }) => releaseSchedule(draft, id),
	}),
	route({
		method: "POST",
		path: `${path}/:id/cancel`,
		params: scheduleCancelParams,
		run: (draft, params, { id }) => cancelSchedule(draft, id, params),
	}),
	listRoute({
		path,
		collection: "subscription_schedule",
		filters: {
			canceled_at: range(),
			completed_at: range(),
			created: range(),
			customer: text(),
			released_at: range(),
			scheduled: boolean(),
		},
		group: ({ customer }) => (customer === undefined ? undefined : `customer:${customer}`),
		keep: (schedule, filters) =>
			inRange(schedule.created, filters.created) &&
			(filters.canceled_at === undefined || within(schedule.canceled_at, filters.canceled_at)) &&
			(filters.completed_at === undefined || within(schedule.completed_at, filters.completed_at)) &&
			(filters.released_at === undefined || within(schedule.released_at, filters.released_at)) &&
			(filters.scheduled !== true || schedule.status === "not_started"),
	}),
];

/** What has not happened lies in no range. */
function within(at: number | null, bounds: Parameters<typeof inRange>[1]): boolean {
	return at !== null && inRange(at, bounds);
}
