// /v1/refunds and /v1/disputes
import { getRecord } from "../../billing/core/find.ts";
import { inRange, range, text } from "../../billing/core/params/params.ts";
import {
	cancelRefund,
	createRefund,
	refundCreateParams,
	refundUpdateParams,
	updateRefund,
} from "../../billing/payments/charges/refunds.ts";
import {
	closeDispute,
	disputeUpdateParams,
	updateDispute,
} from "../../billing/payments/disputes/disputes.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

const filters = { charge: text(), created: range(), payment_intent: text() };

interface OfCharge {
	charge: string | undefined;
	payment_intent: string | undefined;
}

function groupOf({ charge, payment_intent }: OfCharge): string | undefined {
	if (charge !== undefined) return `charge:${charge}`;
	return payment_intent === undefined ? undefined : `payment_intent:${payment_intent}`;
}

export const refunds: Route[] = [
	route({ method: "POST", path: "/v1/refunds", params: refundCreateParams, run: createRefund }),
	retrieveRoute("/v1/refunds/:id", (draft, id) => getRecord(draft, "refund", { id })),
	route({
		method: "POST",
		path: "/v1/refunds/:id",
		params: refundUpdateParams,
		run: (draft, params, { id }) => updateRefund(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/refunds/:id/cancel",
		params: {},
		run: (draft, _params, { id }) => cancelRefund(draft, id),
	}),
	listRoute({
		path: "/v1/refunds",
		collection: "refund",
		filters,
		group: groupOf,
		keep: (refund, { created }) => inRange(refund.created, created),
	}),
];

export const disputes: Route[] = [
	retrieveRoute("/v1/disputes/:id", (draft, id) => getRecord(draft, "dispute", { id })),
	route({
		method: "POST",
		path: "/v1/disputes/:id",
		params: disputeUpdateParams,
		run: (draft, params, { id }) => updateDispute(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/disputes/:id/close",
		params: {},
		run: (draft, _params, { id }) => closeDispute(draft, id),
	}),
	listRoute({
		path: "/v1/disputes",
		collection: "dispute",
		filters,
		group: groupOf,
		keep: (dispute, { created }) => inRange(dispute.created, created),
	}),
];
