// /v1/invoices
import { getRecord } from "../../billing/core/find.ts";
import { inRange, oneOf, range, text } from "../../billing/core/params/params.ts";
import { invoicePayParams, payInvoice } from "../../billing/invoices/collect/pay-invoice.ts";
import {
	createManualInvoice,
	invoiceCreateParams,
	invoiceUpdateParams,
	updateInvoice,
} from "../../billing/invoices/edit-invoice.ts";
import {
	deleteInvoice,
	finalizeByHand,
	invoiceFinalizeParams,
	sendByHand,
} from "../../billing/invoices/finish-invoice.ts";
import {
	addLines,
	addLinesParams,
	lineUpdateParams,
	removeLines,
	removeLinesParams,
	updateLine,
	updateLines,
	updateLinesParams,
} from "../../billing/invoices/lines/edit-lines.ts";
import { previewInvoice } from "../../billing/invoices/preview/preview-invoice.ts";
import { previewParams } from "../../billing/invoices/preview/preview-params.ts";
import { voidAndFollow, writeOffAndFollow } from "../../billing/invoices/void-invoice.ts";
import { memberPage } from "../lists/member-page.ts";
import { pageParams } from "../lists/page-params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

const edits: Route[] = [
	route({
		method: "POST",
		path: "/v1/invoices",
		params: invoiceCreateParams,
		run: createManualInvoice,
	}),
	retrieveRoute("/v1/invoices/:id", (draft, id) => getRecord(draft, "invoice", { id })),
	route({
		method: "POST",
		path: "/v1/invoices/:id",
		params: invoiceUpdateParams,
		run: (draft, params, { id }) => updateInvoice(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/invoices/:id",
		params: {},
		run: (draft, _params, { id }) => deleteInvoice(draft, id),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/create_preview",
		params: previewParams,
		run: previewInvoice,
	}),
];

const steps: Route[] = [
	route({
		method: "POST",
		path: "/v1/invoices/:id/finalize",
		params: invoiceFinalizeParams,
		run: (draft, params, { id }) => finalizeByHand(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/pay",
		params: invoicePayParams,
		run: (draft, params, { id }) => payInvoice(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/send",
		params: {},
		run: (draft, _params, { id }) => sendByHand(draft, id),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/void",
		params: {},
		run: (draft, _params, { id }) => voidAndFollow(draft, id),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/mark_uncollectible",
		params: {},
		run: (draft, _params, { id }) => writeOffAndFollow(draft, id),
	}),
];

const lines: Route[] = [
	route({
		method: "GET",
		path: "/v1/invoices/:id/lines",
		params: pageParams,
		run: (draft, page, { id }) => {
			const { data } = getRecord(draft, "invoice", { id }).lines;
			return memberPage(data, { page, url: `/v1/invoices/${id}/lines` });
		},
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/lines/:inner",
		params: lineUpdateParams,
		run: (draft, params, { id, inner }) => updateLine(draft, { invoice: id, line: inner }, params),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/add_lines",
		params: addLinesParams,
		run: (draft, params, { id }) => addLines(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/update_lines",
		params: updateLinesParams,
		run: (draft, params, { id }) => updateLines(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/remove_lines",
		params: removeLinesParams,
		run: (draft, params, { id }) => removeLines(draft, id, params),
	}),
];

export const invoices: Route[] = [
	...edits,
	...steps,
	...lines,
	listRoute({
		path: "/v1/invoices",
		collection: "invoice",
		filters: {
			collection_method: oneOf("charge_automatically", "send_invoice"),
			created: range(),
			customer: text(),
			status: oneOf("draft", "open", "paid", "uncollectible", "void"),
			subscription: text(),
		},
		group: ({ customer, subscription }) => {
			if (subscription !== undefined) return `subscription:${subscription}`;
			return customer === undefined ? undefined : `customer:${customer}`;
		},
		keep: (invoice, filters) =>
			(filters.status === undefined || invoice.status === filters.status) &&
			(filters.customer === undefined || invoice.customer === filters.customer) &&
			(filters.collection_method === undefined ||
				invoice.collection_method === filters.collection_method) &&
			inRange(invoice.created, filters.created),
	}),
];
