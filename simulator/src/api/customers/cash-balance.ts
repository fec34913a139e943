// /v1/customers/:id/cash_balance, its transactions and instructions, and the test helper that fills it
import {
	applyCash,
	applyParams,
	cashUpdateParams,
	findCashTransaction,
	giveInstructions,
	instructionParams,
	retrieveCash,
	updateCash,
} from "../../billing/cash-balance/cash-balance.ts";
import { fundCashBalance, fundParams } from "../../billing/cash-balance/fund-cash-balance.ts";
import { getCustomer } from "../../billing/customers/revise-customer.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

const customer = "/v1/customers/:id";
const transactions = `${customer}/cash_balance_transactions`;

export const cashBalance: Route[] = [
	retrieveRoute(`${customer}/cash_balance`, retrieveCash),
	route({
		method: "POST",
		path: `${customer}/cash_balance`,
		params: cashUpdateParams,
		run: (draft, params, { id }) => updateCash(draft, id, params),
	}),
	route({
		method: "GET",
		path: `${transactions}/:inner`,
		params: {},
		run: (draft, _params, { id, inner }) => findCashTransaction(draft, id, inner),
	}),
	listRoute({
		path: transactions,
		collection: "customer_cash_balance_transaction",
		filters: {},
		check: (draft, _filters, { id }) => {
			getCustomer(draft, id);
		},
		group: (_filters, { id }) => `customer:${id}`,
	}),
	route({
		method: "POST",
		path: `${customer}/funding_instructions`,
		params: instructionParams,
		run: (draft, params, { id }) => giveInstructions(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/test_helpers/customers/:id/fund_cash_balance",
		params: fundParams,
		run: (draft, params, { id }) => fundCashBalance(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/payment_intents/:id/apply_customer_balance",
		params: applyParams,
		run: (draft, params, { id }) => applyCash(draft, id, params),
	}),
];
