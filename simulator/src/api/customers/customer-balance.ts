// /v1/customers/:id/balance_transactions
import {
	adjustBalance,
	balanceCreateParams,
	balanceUpdateParams,
	findBalanceTransaction,
	updateBalanceTransaction,
} from "../../billing/balance/customer-balance.ts";
import { inRange, range, text } from "../../billing/core/params/params.ts";
import { getCustomer } from "../../billing/customers/revise-customer.ts";
import { listRoute, type Route, route } from "../route.ts";

const path = "/v1/customers/:id/balance_transactions";

export const customerBalance: Route[] = [
	route({
		method: "POST",
		path,
		params: balanceCreateParams,
		run: (draft, params, { id }) => adjustBalance(draft, id, params),
	}),
	route({
		method: "GET",
		path: `${path}/:inner`,
		params: {},
		run: (draft, _params, { id, inner }) => findBalanceTransaction(draft, id, inner),
	}),
	route({
		method: "POST",
		path: `${path}/:inner`,
		params: balanceUpdateParams,
		run: (draft, params, { id, inner }) =>
			updateBalanceTransaction(draft, id, { ...params, id: inner }),
	}),
	listRoute({
		path,
		collection: "customer_balance_transaction",
		filters: { created: range(), invoice: text() },
		check: (draft, _filters, { id }) => {
			getCustomer(draft, id);
		},
		group: (_filters, { id }) => `customer:${id}`,
		keep: (move, { created, invoice }) =>
			(invoice === undefined || move.invoice === invoice) && inRange(move.created, created),
	}),
];
