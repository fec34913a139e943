// /v1/checkout/sessions and the headless payment pages

import { expireSession } from "../../billing/checkout/expire-session.ts";
import { createSession } from "../../billing/checkout/open/create-session.ts";
import { sessionCreateParams } from "../../billing/checkout/open/session-params.ts";
import {
	confirmPage,
	pageConfirmParams,
	retrievePage,
} from "../../billing/checkout/pay/payment-page.ts";
import { sessionUpdateParams, updateSession } from "../../billing/checkout/update-session.ts";
import { getRecord } from "../../billing/core/find.ts";
import { hash, inRange, oneOf, range, required, text } from "../../billing/core/params/params.ts";
import { memberPage } from "../lists/member-page.ts";
import { pageParams } from "../lists/page-params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const checkoutSessions: Route[] = [
	route({
		method: "POST",
		path: "/v1/checkout/sessions",
		params: sessionCreateParams,
		run: createSession,
	}),
	retrieveRoute("/v1/checkout/sessions/:id", retrievePage),
	route({
		method: "POST",
		path: "/v1/checkout/sessions/:id",
		params: sessionUpdateParams,
		run: (draft, params, { id }) => updateSession(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/checkout/sessions/:id/expire",
		params: {},
		run: (draft, _params, { id }) =>
			expireSession(draft, getRecord(draft, "checkout.session", { id })),
	}),
	route({
		method: "GET",
		path: "/v1/checkout/sessions/:id/line_items",
		params: pageParams,
		run: (draft, page, { id }) => {
			getRecord(draft, "checkout.session", { id });
			const { lines } = getRecord(draft, "checkout", { id });
			return memberPage(lines, { page, url: `/v1/checkout/sessions/${id}/line_items` });
		},
	}),
	listRoute({
		path: "/v1/checkout/sessions",
		collection: "checkout.session",
		filters: {
			created: range(),
			customer: text(),
			customer_details: hash({ email: required(text()) }),
			payment_intent: text(),
			payment_link: text(),
			status: oneOf("complete", "expired", "open"),
			subscription: text(),
		},
		group: ({ customer, payment_link, subscription }) => {
			if (subscription !== undefined) return `subscription:${subscription}`;
			if (payment_link !== undefined) return `payment_link:${payment_link}`;
			return customer === undefined ? undefined : `customer:${customer}`;
		},
		keep: (session, filters) =>
			(filters.status === undefined || session.status === filters.status) &&
			(filters.customer === undefined || session.customer === filters.customer) &&
			(filters.payment_intent === undefined || session.payment_intent === filters.payment_intent) &&
			(filters.customer_details === undefined ||
				session.customer_details?.email === filters.customer_details.email) &&
			inRange(session.created, filters.created),
	}),
	retrieveRoute("/v1/payment_pages/:id", retrievePage),
	route({
		method: "POST",
		path: "/v1/payment_pages/:id/confirm",
		params: pageConfirmParams,
		run: (draft, params, { id }) => confirmPage(draft, id, params),
	}),
];
