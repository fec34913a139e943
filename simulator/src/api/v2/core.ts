// /v2/core: thin events and where events go
import { getRecord } from "../../billing/core/find.ts";
import { hash, inRange, list, text } from "../../billing/core/params/params.ts";
import { instant } from "../../billing/core/time/instant.ts";
import {
	createDestination,
	deleteDestination,
	destinationCreateParams,
	destinationUpdateParams,
	includeParams,
	pingDestination,
	showDestination,
	switchDestination,
	updateDestination,
} from "../../billing/thin-events/event-destinations.ts";
import { type Route, retrieveRoute, route } from "../route.ts";
import { v2List } from "./v2-list.ts";

const events = "/v2/core/events";
const destinations = "/v2/core/event_destinations";
const bounds = hash({ gt: instant(), gte: instant(), lt: instant(), lte: instant() });

export const v2Core: Route[] = [
	retrieveRoute(`${events}/:id`, (draft, id) => getRecord(draft, "v2.core.event", { id })),
	v2List({
		path: events,
		collection: "v2.core.event",
		filters: { created: bounds, object_id: text(), types: list(text(), 20) },
		keep: (event, { created, object_id, types }) =>
			inRange(Date.parse(event.created) / 1000, created) &&
			(object_id === undefined || event.related_object?.id === object_id) &&
			(types === undefined || types.includes(event.type)),
		show: (event) => event,
	}),
	route({
		method: "POST",
		path: destinations,
		params: destinationCreateParams,
		run: createDestination,
	}),
	route({
		method: "GET",
		path: `${destinations}/:id`,
		params: includeParams,
		run: (draft, { include }, { id }) =>
			showDestination(draft, getRecord(draft, "webhook_endpoint", { id }), include),
	}),
	route({
		method: "POST",
		path: `${destinations}/:id`,
		params: destinationUpdateParams,
		run: (draft, params, { id }) => updateDestination(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: `${destinations}/:id`,
		params: {},
		run: (draft, _params, { id }) => deleteDestination(draft, id),
	}),
	route({
		method: "POST",
		path: `${destinations}/:id/disable`,
		params: {},
		run: (draft, _params, { id }) => switchDestination(draft, id, false),
	}),
	route({
		method: "POST",
		path: `${destinations}/:id/enable`,
		params: {},
		run: (draft, _params, { id }) => switchDestination(draft, id, true),
	}),
	route({
		method: "POST",
		path: `${destinations}/:id/ping`,
		params: {},
		run: (draft, _params, { id }) => pingDestination(draft, id),
	}),
	v2List({
		path: destinations,
		collection: "webhook_endpoint",
		filters: includeParams,
		keep: () => true,
		show: (endpoint, draft, { include }) => showDestination(draft, endpoint, include),
	}),
];
