// /v1/charges and /v1/balance_transactions
import { getRecord } from "../../billing/core/find.ts";
import { inRange, integer, range, text } from "../../billing/core/params/params.ts";
import { chargeUpdateParams, updateCharge } from "../../billing/payments/charges/update-charge.ts";
import { captureCharge } from "../../billing/payments/intents/capture-payment-intent.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const charges: Route[] = [
	retrieveRoute("/v1/charges/:id", (draft, id) => getRecord(draft, "charge", { id })),
	route({
		method: "POST",
		path: "/v1/charges/:id",
		params: chargeUpdateParams,
		run: (draft, params, { id }) => updateCharge(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/charges/:id/capture",
		params: {
			amount: integer(1),
			receipt_email: text(800),
			statement_descriptor: text(22),
			statement_descriptor_suffix: text(22),
		},
		run: (draft, { amount }, { id }) => captureCharge(draft, id, amount),
	}),
	listRoute({
		path: "/v1/charges",
		collection: "charge",
		filters: {
			created: range(),
			customer: text(),
			payment_intent: text(),
			transfer_group: text(),
		},
		group: ({ customer, payment_intent }) => {
			if (payment_intent !== undefined) return `payment_intent:${payment_intent}`;
			return customer === undefined ? undefined : `customer:${customer}`;
		},
		keep: (charge, { created, customer, transfer_group }) =>
			inRange(charge.created, created) &&
			(customer === undefined || charge.customer === customer) &&
			(transfer_group === undefined || charge.transfer_group === transfer_group),
	}),
];

export const balanceTransactions: Route[] = [
	retrieveRoute("/v1/balance_transactions/:id", (draft, id) =>
		getRecord(draft, "balance_transaction", { id }),
	),
	listRoute({
		path: "/v1/balance_transactions",
		collection: "balance_transaction",
		filters: { created: range(), currency: text(3), payout: text(), source: text(), type: text() },
		group: ({ source }) => (source === undefined ? undefined : `source:${source}`),
		// Nothing is ever paid out here, so a payout has no entries.
		keep: (entry, { created, currency, payout, type }) =>
			payout === undefined &&
			inRange(entry.created, created) &&
			(currency === undefined || entry.currency === currency.toLowerCase()) &&
			(type === undefined || entry.type === type),
	}),
];
