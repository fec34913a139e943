// /v1/invoices and /v1/invoice_payments
import { getRecord } from "../billing/core/find.ts";
import { hash, inRange, integer, oneOf, range, required, text } from "../billing/core/params.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";
import { finalizeInvoice } from "../billing/invoices/finalize-invoice.ts";
import { invoicePayParams, payInvoice } from "../billing/invoices/pay-invoice.ts";
import { markUncollectible, voidInvoice } from "../billing/invoices/settle-invoice.ts";
import { listRoute, type Route, retrieveRoute, route } from "./route.ts";

export const invoices: Route[] = [
	retrieveRoute("/v1/invoices/:id", (draft, id) => getRecord(draft, "invoice", { id })),
	route({
		method: "GET",
		path: "/v1/invoices/:id/lines",
		params: { limit: integer(1), starting_after: text(), ending_before: text() },
		run: (draft, _params, { id }) => getRecord(draft, "invoice", { id }).lines,
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/finalize",
		params: {},
		run: (draft, _params, { id }) => {
			const invoice = getRecord(draft, "invoice", { id });
			if (invoice.status === "draft") return finalizeInvoice(draft, invoice, { announced: true });
			throw invalidRequest(`This invoice is already finalized, you can't re-finalize it.`, {
				code: "invoice_not_editable",
			});
		},
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/pay",
		params: invoicePayParams,
		run: (draft, params, { id }) => payInvoice(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/void",
		params: {},
		run: (draft, _params, { id }) => voidInvoice(draft, getRecord(draft, "invoice", { id })),
	}),
	route({
		method: "POST",
		path: "/v1/invoices/:id/mark_uncollectible",
		params: {},
		run: (draft, _params, { id }) => markUncollectible(draft, getRecord(draft, "invoice", { id })),
	}),
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

export const invoicePayments: Route[] = [
	retrieveRoute("/v1/invoice_payments/:id", (draft, id) =>
		getRecord(draft, "invoice_payment", { id }),
	),
	listRoute({
		path: "/v1/invoice_payments",
		collection: "invoice_payment",
		filters: {
			created: range(),
			invoice: text(),
			payment: hash({
				type: required(oneOf("payment_intent")),
				payment_intent: text(),
			}),
			status: oneOf("canceled", "open", "paid"),
		},
		group: ({ invoice, payment }) => {
			if (invoice !== undefined) return `invoice:${invoice}`;
			const intent = payment?.payment_intent;
			return intent === undefined ? undefined : `payment_intent:${intent}`;
		},
		keep: (payment, filters) =>
			(filters.status === undefined || payment.status === filters.status) &&
			inRange(payment.created, filters.created),
	}),
];
