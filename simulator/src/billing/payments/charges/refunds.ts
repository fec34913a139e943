// Refunds: money given back, in part or whole.

import { isFromCash, returnCash } from "../../cash-balance/refund-to-cash.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Charge, Refund } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { boolean, integer, oneOf, text, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { recordBalance } from "../balance.ts";
import { findCard } from "../methods/cards.ts";
import { receiptUrl } from "./charges.ts";

export const refundCreateParams = {
	amount: integer(1),
	charge: text(),
	instructions_email: text(),
	metadata: metadata(),
	payment_intent: text(),
	reason: oneOf("duplicate", "fraudulent", "requested_by_customer"),
	refund_application_fee: boolean(),
	reverse_transfer: boolean(),
};
export const refundUpdateParams = { metadata: metadata() };
type Params = Values<typeof refundCreateParams>;

/**
 * Gives back the amount, or all that is left. Emits charge.refunded and refund.created. The invoice and
 * its subscription stay as they are. Errors: charge_already_refunded, an amount above what is left.
 */
export function createRefund(draft: Draft, params: Params): Refund {
	const charge = chargeOf(draft, params);
	const amount = amountOf(charge, params.amount);
	return refundCharge(draft, charge, {
		amount,
		reason: params.reason ?? null,
		metadata: mergeMetadata({}, params.metadata),
	});
}

function chargeOf(draft: Draft, { charge, payment_intent }: Params): Charge {
	if (charge !== undefined && payment_intent !== undefined) {
		throw invalidRequest("You may only specify one of these parameters: charge, payment_intent.", {
			code: "parameters_exclusive",
			param: "charge",
		});
	}
	if (charge !== undefined) return getRecord(draft, "charge", { id: charge, param: "charge" });
	if (payment_intent === undefined) {
		throw invalidRequest(
			"One of the following params should be provided for this request: payment_intent or charge.",
			{
				code: "parameter_missing",
				param: "charge",
			},
		);
	}
	const param = "payment_intent";
	const intent = getRecord(draft, "payment_intent", { id: payment_intent, param });
	const latest = draft.get("charge", intent.latest_charge ?? "");
	if (latest !== undefined && intent.status === "succeeded") return latest;
	throw invalidRequest(
		`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
		{ code: "payment_intent_unexpected_state", param },
	);
}

function amountOf(charge: Charge, wanted: number | undefined): number {
	const left = charge.amount_captured - charge.amount_refunded;
	if (charge.status !== "succeeded" || !charge.captured) {
		throw invalidRequest(`Charge ${charge.id} is not in a state that can be refunded.`, {
			param: "charge",
		});
	}
	if (left === 0) {
		throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
			code: "charge_already_refunded",
		});
	}
	if (charge.disputed) {
		throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
			code: "charge_disputed",
		});
	}
	if (wanted !== undefined && wanted > left) {
		throw invalidRequest(
			`Refund amount (${wanted}) is greater than unrefunded amount on charge (${left})`,
			{ param: "amount" },
		);
	}
	return wanted ?? left;
}

interface Giving {
	amount: number;
	reason: Refund["reason"];
	metadata: Record<string, string>;
}

/** Refunds without asking whether it is allowed. Emits charge.refunded and refund.created. */
export function refundCharge(draft: Draft, before: Charge, giving: Giving): Refund {
	const special = findCard(draft.get("card", before.payment_method ?? "")?.number ?? "")?.refund;
	const refund = draft.put("refund", buildRefund(draft, before, { ...giving, special }));
	if (special !== undefined) {
		const at = draft.now + draft.settings.refundDecisionSeconds;
		schedule(draft, "settle_refund", refund.id, at);
	}
	const amount_refunded = before.amount_refunded + giving.amount;
	const charge = draft.put("charge", {
		...before,
		amount_refunded,
		refunded: amount_refunded === (before.captured ? before.amount_captured : before.amount),
		receipt_url: before.receipt_url === null ? null : receiptUrl(draft, before.id),
	});
	draft.emit("charge.refunded", charge, before);
	draft.emit("refund.created", refund);
	returnCash(draft, before, refund);
	return refund;
}

function buildRefund(
	draft: Draft,
	charge: Charge,
	{ amount, reason, metadata, special }: Giving & { special: "fails" | "pends" | undefined },
): Refund {
	const id = draft.newId("re");
	const moved = charge.captured
		? recordBalance(draft, {
				...movementOf(charge),
				amount: -amount,
				category: "refund",
				source: id,
				type: "refund",
			})
		: null;
	return {
		id,
		object: "refund",
		amount,
		balance_transaction: moved?.id ?? null,
		charge: charge.id,
		created: draft.now,
		currency: charge.currency,
		customer: charge.customer,
		customer_account: null,
		destination_details: destinationOf(charge),
		metadata,
		payment_intent: charge.payment_intent,
		payment_method: charge.payment_method,
		reason,
		receipt_number: null,
		source_transfer_reversal: null,
		status: special === "pends" ? "pending" : "succeeded",
		transfer_reversal: null,
	};
}

function destinationOf(charge: Charge): Refund["destination_details"] & {} {
	if (isFromCash(charge)) return { type: "customer_cash_balance", customer_cash_balance: {} };
	return {
		type: "card",
		card: {
			reference_status: "pending",
			reference_type: "acquirer_reference_number",
			type: charge.captured ? "refund" : "reversal",
		},
	};
}

function movementOf(charge: Charge) {
	return {
		currency: charge.currency,
		description: "REFUND FOR CHARGE",
		fee: 0,
		...(charge.description === null
			? {}
			: { description: `REFUND FOR CHARGE (${charge.description})` }),
	};
}

/** The bank's late answer to a refund. Emits refund.updated, and when it failed refund.failed too. */
export function settleRefund(draft: Draft, id: string): void {
	const before = draft.get("refund", id);
	const charge = draft.get("charge", before?.charge ?? "");
	if (before === undefined || charge === undefined) return;
	if (before.status === "pending") {
		announceRefund(draft, before, { ...before, status: "succeeded" });
		return;
	}
	const returned = recordBalance(draft, {
		...movementOf(charge),
		amount: before.amount,
		category: "refund_failure",
		source: id,
		type: "refund_failure",
	});
	const failed: Refund = {
		...before,
		failure_balance_transaction: returned.id,
		failure_reason: "expired_or_canceled_card",
		status: "failed",
	};
	announceRefund(draft, before, failed);
	draft.emit("refund.failed", failed);
	const amount_refunded = charge.amount_refunded - before.amount;
	const kept = draft.put("charge", { ...charge, amount_refunded, refunded: false });
	draft.emit("charge.updated", kept, charge);
}

/** Changes its metadata. Emits refund.updated and the older charge.refund.updated. */
export function updateRefund(
	draft: Draft,
	id: string,
	params: Values<typeof refundUpdateParams>,
): Refund {
	const before = getRecord(draft, "refund", { id });
	const after = { ...before, metadata: mergeMetadata(before.metadata, params.metadata) };
	return announceRefund(draft, before, after);
}

function announceRefund(draft: Draft, before: Refund, after: Refund): Refund {
	if (JSON.stringify(before) === JSON.stringify(after)) return before;
	draft.put("refund", after);
	draft.emit("refund.updated", after, before);
	draft.emit("charge.refund.updated", after, before);
	return after;
}

/** Refused for every card refund: only one that waits for the customer can be taken back. */
export function cancelRefund(draft: Draft, id: string): Refund {
	const refund = getRecord(draft, "refund", { id });
	if (refund.status === "requires_action") {
		return announceRefund(draft, refund, { ...refund, status: "canceled" });
	}
	throw invalidRequest(
		`Refund ${id} cannot be canceled: only a refund in the requires_action state can, and this one is ${refund.status}.`,
	);
}
