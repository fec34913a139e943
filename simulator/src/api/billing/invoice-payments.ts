// /v1/invoice_payments
import { getRecord } from "../../billing/core/find.ts";
import { hash, inRange, oneOf, range, required, text } from "../../billing/core/params/params.ts";
import { listRoute, type Route, retrieveRoute } from "../route.ts";

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
