// /v1/invoiceitems
import { getRecord } from "../../billing/core/find.ts";
import { boolean, inRange, range, text } from "../../billing/core/params/params.ts";
import {
	createInvoiceItem,
	deleteInvoiceItem,
	invoiceItemCreateParams,
	invoiceItemUpdateParams,
	updateInvoiceItem,
} from "../../billing/invoices/items/edit-invoice-items.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const invoiceItems: Route[] = [
	route({
		method: "POST",
		path: "/v1/invoiceitems",
		params: invoiceItemCreateParams,
		run: createInvoiceItem,
	}),
	retrieveRoute("/v1/invoiceitems/:id", (draft, id) => getRecord(draft, "invoiceitem", { id })),
	route({
		method: "POST",
		path: "/v1/invoiceitems/:id",
		params: invoiceItemUpdateParams,
		run: (draft, params, { id }) => updateInvoiceItem(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: "/v1/invoiceitems/:id",
		params: {},
		run: (draft, _params, { id }) => deleteInvoiceItem(draft, id),
	}),
	listRoute({
		path: "/v1/invoiceitems",
		collection: "invoiceitem",
		filters: { created: range(), customer: text(), invoice: text(), pending: boolean() },
		group: ({ customer, invoice }) => {
			if (invoice !== undefined) return `invoice:${invoice}`;
			return customer === undefined ? undefined : `customer:${customer}`;
		},
		keep: (item, { created, customer, pending }) =>
			(pending === undefined || (item.invoice === null) === pending) &&
			(customer === undefined || item.customer === customer) &&
			inRange(item.date, created),
	}),
];
