// /v1/billing_portal
import { getRecord } from "../../billing/core/find.ts";
import { boolean } from "../../billing/core/params/params.ts";
import {
	configurationParams,
	configurationUpdateParams,
	createConfiguration,
	updateConfiguration,
} from "../../billing/portal/portal-configurations.ts";
import { createPortalSession, portalSessionParams } from "../../billing/portal/portal-sessions.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const billingPortal: Route[] = [
	route({
		method: "POST",
		path: "/v1/billing_portal/sessions",
		params: portalSessionParams,
		run: createPortalSession,
	}),
	route({
		method: "POST",
		path: "/v1/billing_portal/configurations",
		params: configurationParams,
		run: createConfiguration,
	}),
	retrieveRoute("/v1/billing_portal/configurations/:id", (draft, id) =>
		getRecord(draft, "billing_portal.configuration", { id }),
	),
	route({
		method: "POST",
		path: "/v1/billing_portal/configurations/:id",
		params: configurationUpdateParams,
		run: (draft, params, { id }) => updateConfiguration(draft, id, params),
	}),
	listRoute({
		path: "/v1/billing_portal/configurations",
		collection: "billing_portal.configuration",
		filters: { active: boolean(), is_default: boolean() },
		keep: (configuration, { active, is_default }) =>
			(active === undefined || configuration.active === active) &&
			(is_default === undefined || configuration.is_default === is_default),
	}),
];
