// /v1/payment_links
import { getRecord } from "../../billing/core/find.ts";
import { boolean } from "../../billing/core/params/params.ts";
import { linkCreateParams, linkUpdateParams } from "../../billing/payment-links/link-params.ts";
import { createPaymentLink, updatePaymentLink } from "../../billing/payment-links/payment-links.ts";
import { memberPage } from "../lists/member-page.ts";
import { pageParams } from "../lists/page-params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const paymentLinks: Route[] = [
	route({
		method: "POST",
		path: "/v1/payment_links",
		params: linkCreateParams,
		run: createPaymentLink,
	}),
	retrieveRoute("/v1/payment_links/:id", (draft, id) => getRecord(draft, "payment_link", { id })),
	route({
		method: "POST",
		path: "/v1/payment_links/:id",
		params: linkUpdateParams,
		run: (draft, params, { id }) => updatePaymentLink(draft, id, params),
	}),
	route({
		method: "GET",
		path: "/v1/payment_links/:id/line_items",
		params: pageParams,
		run: (draft, page, { id }) => {
			getRecord(draft, "payment_link", { id });
			const { lines } = getRecord(draft, "linkTerms", { id });
			return memberPage(lines, { page, url: `/v1/payment_links/${id}/line_items` });
		},
	}),
	listRoute({
		path: "/v1/payment_links",
		collection: "payment_link",
		filters: { active: boolean() },
		keep: (link, { active }) => active === undefined || link.active === active,
	}),
];
