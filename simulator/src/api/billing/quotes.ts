// /v1/quotes
import { getRecord } from "../../billing/core/find.ts";
import { oneOf, text } from "../../billing/core/params/params.ts";
import { acceptQuote } from "../../billing/quotes/accept-quote.ts";
import { cancelQuote, finalizeQuote } from "../../billing/quotes/close-quote.ts";
import { upfrontItems } from "../../billing/quotes/price-quote.ts";
import {
	quoteCreateParams,
	quoteFinalizeParams,
	quoteUpdateParams,
} from "../../billing/quotes/quote-params.ts";
import { createQuote, updateQuote } from "../../billing/quotes/quotes.ts";
import { quoteView } from "../../page-views/quote-view.ts";
import { quotePdf } from "../../pages/quote/quote-pdf.ts";
import { memberPage } from "../lists/member-page.ts";
import { isListed } from "../lists/on-test-clock.ts";
import { pageParams } from "../lists/page-params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

const steps: Route[] = [
	route({
		method: "POST",
		path: "/v1/quotes/:id/finalize",
		params: quoteFinalizeParams,
		run: (draft, params, { id }) => finalizeQuote(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/quotes/:id/accept",
		params: {},
		run: (draft, _params, { id }) => acceptQuote(draft, id),
	}),
	route({
		method: "POST",
		path: "/v1/quotes/:id/cancel",
		params: {},
		run: (draft, _params, { id }) => cancelQuote(draft, id),
	}),
	retrieveRoute("/v1/quotes/:id/pdf", (draft, id) => quotePdf(quoteView(draft, id))),
];

const lines: Route[] = [
	route({
		method: "GET",
		path: "/v1/quotes/:id/line_items",
		params: pageParams,
		run: (draft, page, { id }) => {
			getRecord(draft, "quote", { id });
			const items = getRecord(draft, "quoteLines", { id }).lines.map(({ item }) => item);
			return memberPage(items, { page, url: `/v1/quotes/${id}/line_items` });
		},
	}),
	route({
		method: "GET",
		path: "/v1/quotes/:id/computed_upfront_line_items",
		params: pageParams,
		run: (draft, page, { id }) => {
			const quote = getRecord(draft, "quote", { id });
			const items = upfrontItems(draft, quote, getRecord(draft, "quoteLines", { id }).lines);
			return memberPage(items, { page, url: `/v1/quotes/${id}/computed_upfront_line_items` });
		},
	}),
];

export const quotes: Route[] = [
	route({ method: "POST", path: "/v1/quotes", params: quoteCreateParams, run: createQuote }),
	retrieveRoute("/v1/quotes/:id", (draft, id) => getRecord(draft, "quote", { id })),
	route({
		method: "POST",
		path: "/v1/quotes/:id",
		params: quoteUpdateParams,
		run: (draft, params, { id }) => updateQuote(draft, id, params),
	}),
	...steps,
	...lines,
	listRoute({
		path: "/v1/quotes",
		collection: "quote",
		filters: {
			customer: text(),
			status: oneOf("accepted", "canceled", "draft", "open"),
			test_clock: text(),
		},
		group: ({ customer }) => (customer === undefined ? undefined : `customer:${customer}`),
		keep: (quote, filters) =>
			(filters.status === undefined || quote.status === filters.status) && isListed(quote, filters),
	}),
];
